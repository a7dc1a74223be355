"""One variable of a DDI-Codebook: what its elements and attributes say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from catalogue.dictionaries.build import Builder
from catalogue.dictionaries.dictionary import DictCode, DictVariable, Fault, Missing
from catalogue.dictionaries.types import kind_of

# Elements that this module reads; all others are kept by their names.
_READ = frozenset({"catgry", "invalrng", "valrng", "notes", "location"})
_FIRST_READ = frozenset({"labl", "txt", "varFormat"})
_ATTRIBUTES_READ = frozenset({"ID", "name", "files", "dcml", "intrvl"})
# Elements inside a text, which part no words.
_INLINE = frozenset({"emph", "hi", "sub", "sup", "i", "b", "em", "strong", "span", "a", "ExtLink", "Link"})
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# Counts, and figures about people.
STATISTICS = frozenset({"sumStat", "catStat"})
_CATEGORIES = {"date": "date", "time": "time", "currency": "number"}
_NUMBERS = frozenset({"integer", "number"})


def words(element: etree._Element) -> str:
    """All text of an element, blanks and line ends folded."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        between = "" if local(child) in _INLINE else " "
        yield between
        # Of what is no element, such as an entity that was not resolved, nothing is known.
        yield from _pieces(child) if local(child) else ()
        yield between
        yield child.tail or ""


def language(element: etree._Element) -> str:
    """The language that an element says it is in, such as `cy`; empty for English, and where it says none."""
    said = (element.get(_LANGUAGE) or "").lower()
    return "" if said.startswith("en") else said


def spoken(element: etree._Element) -> str:
    """All text of an element with the attributes of it and of those in it."""
    said = (
        f"{str(key).rpartition('}')[2]}={value}"
        for one in element.iter()
        if local(one)
        for key, value in one.attrib.items()
        if key not in {_LANGUAGE, "ID"}
    )
    told = " ".join(said)
    return " ".join(part for part in (words(element), f"({told})" if told else "") if part)


def local(element: Any) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def read_variable(element: etree._Element, table: str, place: str, builder: Builder) -> DictVariable:
    """The variable that a `var` describes."""
    name = element.get("name") or element.get("ID") or ""
    where = {"table": table, "variable": name, "place": place}
    label = _text_of(element, "labl")
    codes, missing = _categories(element, where, builder)
    kind, physical = _kind(element)
    extra = dict(_extra(element, builder, where))
    missing = [*missing, *_invalid(element, extra, {code.code: code.label for code in codes})]
    return DictVariable(
        name,
        label=builder.text(label, place),
        definition=builder.text(_text_of(element, "txt"), place),
        type=kind,
        physical_type=builder.text(physical, place),
        missing=tuple(dict.fromkeys(missing)),
        code_list=builder.code_list(codes, label or name, name, **where),
        constraints=_range(element, kind, extra),
        note=builder.text("\n\n".join(_texts(element, "notes")), place),
        extra=extra,
        place=place,
    )


def _texts(element: etree._Element, name: str) -> Iterator[str]:
    return (text for child in element if local(child) == name and (text := words(child)))


def _chosen(element: etree._Element, name: str) -> etree._Element | None:
    """The child of that name whose text is taken: the first in English, or without a language, or else the first."""
    found = [child for child in element if local(child) == name and words(child)]
    return next((child for child in found if not language(child)), found[0] if found else None)


def _text_of(element: etree._Element, name: str) -> str:
    found = _chosen(element, name)
    return "" if found is None else words(found)


def _kind(element: etree._Element) -> tuple[str, str]:
    """Type in the words of Table Schema, and as the file says it."""
    form = next((child for child in element if local(child) == "varFormat"), None)
    decimals = element.get("dcml", "")
    if form is None:
        numeric = element.get("intrvl") == "contin" or decimals.isdigit()
        return ("number" if numeric else "string"), ""
    said = form.get("formatname") or words(form) or form.get("type") or ""
    by_category = _CATEGORIES.get(form.get("category", ""))
    if by_category:
        return by_category, said
    if form.get("type") == "character":
        return "string", said
    if decimals.isdigit():
        return ("integer" if int(decimals[:3]) == 0 else "number"), said
    found = kind_of(said).type
    return (found if found and found != "string" else "number"), said


def _categories(
    element: etree._Element, where: dict[str, str], builder: Builder
) -> tuple[list[DictCode], list[Missing]]:
    codes: list[DictCode] = []
    missing: list[Missing] = []
    for category in element:
        if local(category) != "catgry":
            continue
        code, label = _text_of(category, "catValu"), _text_of(category, "labl")
        place = f"line {category.sourceline}"
        if not code:
            builder.error(Fault.CODE, "A category has no value.", "Give it a `catValu`.", **{**where, "place": place})
            builder.leave(place, spoken(category), "is a category without a value")
            continue
        welsh = next((words(one) for one in category if local(one) == "labl" and language(one) == "cy"), "")
        description = builder.text(_text_of(category, "txt"), place)
        codes.append(DictCode(code, builder.text(label, place), description, builder.text(welsh, place)))
        if category.get("missing") == "Y":
            missing.append(Missing(code, label))
        _leave_of_category(category, {code, label, welsh, description}, builder)
    return codes, missing


def _leave_of_category(category: etree._Element, taken: set[str], builder: Builder) -> None:
    for key, value in category.attrib.items():
        if str(key) not in {"ID", "missing"}:
            builder.leave(f"line {category.sourceline}", f"{key}={value}", "is an attribute of a category")
    for child in category:
        name = local(child)
        if name and name not in STATISTICS and not (name in {"catValu", "labl", "txt"} and words(child) in taken):
            builder.leave(f"line {child.sourceline}", spoken(child), f"is a `{name}` of a category")


def _invalid(element: etree._Element, extra: dict[str, Any], labels: dict[str, str]) -> Iterator[Missing]:
    """Values that are said to be invalid. Of a range, the codes inside it; the range itself is kept as it stands."""
    for child in element.iter():
        parent = child.getparent()
        if parent is None or local(parent) != "invalrng":
            continue
        if local(child) == "item" and child.get("VALUE"):
            yield Missing(str(child.get("VALUE")), labels.get(str(child.get("VALUE")), ""))
        elif local(child) == "range":
            low, high = child.get("min") or child.get("minExclusive"), child.get("max") or child.get("maxExclusive")
            _join(extra, "invalrng", f"{low or '…'} to {high or '…'}")
            yield from (Missing(code, label) for code, label in labels.items() if _inside(code, low, high))
        elif local(child) and words(child):
            _join(extra, f"invalrng {local(child)}", words(child))


def _join(extra: dict[str, Any], name: str, text: str) -> None:
    """Add a text to what is kept by that name."""
    extra[name] = "; ".join(part for part in (extra.get(name, ""), text) if part)


def _inside(code: str, low: str | None, high: str | None) -> bool:
    value = _number(code)
    bounds = (_number(low or "-inf"), _number(high or "inf"))
    return value is not None and bounds[0] is not None and bounds[1] is not None and bounds[0] <= value <= bounds[1]


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _range(element: etree._Element, kind: str, extra: dict[str, Any]) -> dict[str, Any]:
    """Least and greatest value of a number; other lists of valid values are kept as they stand."""
    found: dict[str, Any] = {}
    for child in element.iter():
        parent = child.getparent()
        if parent is None or local(parent) != "valrng":
            continue
        for key, value in child.attrib.items():
            constraint = {"min": "minimum", "max": "maximum"}.get(str(key)) if local(child) == "range" else None
            number = _number(str(value))
            fits = number is not None and abs(number) < 1e15 and (kind == "number" or number.is_integer())  # noqa: PLR2004
            if constraint and kind in _NUMBERS and fits and number is not None and constraint not in found:
                found[constraint] = int(number) if number.is_integer() else number
            elif str(key) != "UNITS":
                _join(extra, f"valrng {key}", str(value))
        if words(child):
            _join(extra, f"valrng {local(child)}", words(child))
    if found.get("minimum", 0) > found.get("maximum", found.get("minimum", 0)):
        extra["valrng"] = f"{found.pop('minimum')} to {found.pop('maximum')}"
    return found


def _extra(element: etree._Element, builder: Builder, where: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What else the variable says, by the names of DDI. Several elements of one name are parted by lines."""
    found: dict[str, list[str]] = {}
    for name, text in (*_other_attributes(element), *_other_elements(element)):
        found.setdefault(name, []).append(text)
    for name, texts in found.items():
        if text := "\n".join(filter(None, texts)):
            builder.column(name)
            yield name, builder.text(text, where["place"])


def _other_attributes(element: etree._Element) -> Iterator[tuple[str, str]]:
    for key, value in element.attrib.items():
        if str(key) not in _ATTRIBUTES_READ:
            yield str(key).rpartition("}")[2], str(value)
    if element.get("name") and element.get("ID") not in (None, element.get("name")):
        yield "ID", str(element.get("ID"))


def _other_elements(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Elements that have no property of their own, and further ones of those of which the first is read."""
    chosen = [_chosen(element, name) for name in _FIRST_READ]
    for child in element:
        name = local(child)
        if name == "location":
            yield name, " ".join(f"{key}={value}" for key, value in child.attrib.items())
        elif name in _FIRST_READ and child not in chosen:
            yield " ".join(part for part in (name, language(child)) if part), words(child)
        elif name and name not in _READ | _FIRST_READ | STATISTICS:
            yield name, spoken(child)
