"""Search results and suggestions on the wire."""

from __future__ import annotations

import marshmallow as ma

from catalogue.api.schemas import base as field
from catalogue.api.schemas.base import Wire


class FragmentSchema(Wire):
    """A piece of text, marked where it matched."""

    text = field.text("The piece.")
    marked = field.flag("True for what matched.")


class MatchedSchema(Wire):
    """A field in which something was found."""

    field = field.text("Which field, such as `label`, `name`, `code` or `definition`.")
    text = ma.fields.String(required=True, metadata={"description": "The text around what matched, plain."})
    code = ma.fields.String(
        required=True, allow_none=True, metadata={"description": "The code that a matched label belongs to."}
    )
    synonymOf = ma.fields.String(  # noqa: N815 - a name of the wire
        required=True,
        allow_none=True,
        metadata={"description": "The words of the question that what matched is another word for."},
    )
    fragments = ma.fields.List(
        ma.fields.Nested(FragmentSchema),
        required=True,
        metadata={"description": "The same text in pieces, with what matched marked."},
    )


class HitSchema(Wire):
    """Something found."""

    kind = field.choice("What it is.", "variable", "dataset", "table", "codelist", "concept")
    id = field.text("Its identifier; the `id` of its record.")
    name = field.text("Its name.")
    label = field.text("What it is called.", null=True)
    definition = field.text("What it means, plain text.", null=True)
    dataset = field.text("Slug of its dataset.", null=True)
    table = field.text("Name of its table.", null=True)
    releases = field.texts("Versions of the standing releases that have it, oldest first.")
    url = field.url("Its record; its page, if it has no record.")
    page = field.url("Its page for people.")
    matched = field.parts(MatchedSchema, "Why it was found.")


class FacetValueSchema(Wire):
    """A value that narrows the search."""

    value = field.text("To be given as the parameter of the facet's name.")
    label = field.text("What it is called.")
    count = field.whole("How many hits it would leave.")
    chosen = field.flag("True when it was asked for.")


class ExpansionSchema(Wire):
    """Something that was searched for beside or instead of what was typed."""

    from_ = ma.fields.String(required=True, data_key="from", metadata={"description": "What was typed."})
    to = field.text("What was searched for.")
    why = field.text(
        "`spelling`, undone by giving the word as `exactly`; `synonym`, undone by giving the term as `as_typed`; or "
        "`any-word`, for a sentence or when nothing has all words."
    )
    concept = field.text("The concept whose terms and variables were added.", null=True)


class SuggestionSchema(Wire):
    """Something that may have been meant."""

    text = field.text("What it is called.")
    why = field.text(
        "Why it is suggested: `spelling`, `filters`; `meaning` or `other-meaning` of a term that has several; "
        "`code`; or the kind of the thing."
    )
    of = field.text("The words of the question that it is a meaning of.", null=True)
    detail = field.text("The term by which it was found, when that is not what it is called.", null=True)
    query = field.text("The question to ask for it.")
    url = field.url("Where it leads: a search, a record or a page.")
    count = field.whole("How many hits it leads to; 0 when not counted.")


class SearchSchema(Wire):
    """The answer to a search."""

    total = field.whole("How many hits there are in all.")
    hits = field.parts(HitSchema, "The hits of this page.")
    facets = ma.fields.Dict(
        keys=ma.fields.String(),
        values=ma.fields.List(ma.fields.Nested(FacetValueSchema)),
        required=True,
        metadata={"description": "What narrows the search, by name: each value with the number of hits it leaves."},
    )
    expanded = field.parts(ExpansionSchema, "What was corrected or widened.")
    suggestions = field.parts(SuggestionSchema, "What may have been meant.")
    warnings = field.texts("What could not be understood, and was passed over.")
    indexed = field.whole("Journal serial that the search index stands for; later changes are not found yet.")
    next = field.cursor()


class SuggestSchema(Wire):
    """Suggestions while typing."""

    items = field.parts(SuggestionSchema, "The suggestions, best first.")
    next = field.cursor()
