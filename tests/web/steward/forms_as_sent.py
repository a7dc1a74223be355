"""A form as a browser would send it when nobody touched it."""

from __future__ import annotations

from html.parser import HTMLParser


class FormReader(HTMLParser):
    """Names and values of the fields of one form."""

    def __init__(self, wanted: str) -> None:
        super().__init__(convert_charrefs=True)
        self.fields: dict[str, str] = {}
        self._wanted = wanted
        self._inside = False
        self._area = self._select = ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = given.get("id") == self._wanted
        if not self._inside:
            return
        name = given.get("name", "")
        if tag == "input" and name and (given.get("type") not in {"checkbox", "radio"} or "checked" in given):
            self.fields[name] = given.get("value", "")
        elif tag == "textarea":
            self._area, self._text = name, []
        elif tag == "select":
            self._select = name
            self.fields[name] = ""
        elif tag == "option" and "selected" in given:
            self.fields[self._select] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            # A browser takes the first line end off, and sends all others as CR LF.
            text = "".join(self._text).removeprefix("\n")
            self.fields[self._area] = text.replace("\n", "\r\n")
            self._area = ""
        elif tag == "form":
            self._inside = False


def fields_of(page: str, form: str = "part") -> dict[str, str]:
    """The fields of a form by its id."""
    reader = FormReader(form)
    reader.feed(page)
    return reader.fields
