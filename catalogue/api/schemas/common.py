"""Parts that several nouns share: how a fact is known, caveats, references to other records, problems."""

from __future__ import annotations

import marshmallow as ma

from catalogue.api.schemas import base as field
from catalogue.api.schemas.base import Wire


class SourceSchema(Wire):
    """Where a fact is from."""

    name = field.text("Short name, unique within the dataset.")
    title = field.text("What the source is called.")
    path = field.text("Its address, if it has one.", null=True)
    version = field.text("Which version was read.", null=True)
    description = field.text("More about it, Markdown.", null=True)


class EvidenceSchema(Wire):
    """Whether a fact is confirmed for this very release."""

    status = field.text("`confirmed`, `seen-in-code` or `carried-forward`; null when nothing is said.", null=True)
    note = field.text("How it was confirmed, or why not. Markdown.", null=True)
    confirmed = field.flag("False when the fact is carried forward from an earlier release and nobody confirmed it.")


class PeriodSchema(Wire):
    """A period, open where null. Dates are years, months or days."""

    begins = field.text("First date it holds for.", null=True, example="2010-04")
    ends = field.text("Last date it holds for.", null=True)


class CaveatSchema(Wire):
    """A warning to whoever uses the data."""

    name = field.text("Short name.")
    title = field.text("The warning in one sentence.")
    description = field.text("What to do about it, Markdown.", null=True)
    severity = field.text("`warning` or `notice`.")
    period = field.part(PeriodSchema, "When it holds.")
    mark = field.text("How it is known.", null=True)
    sources = field.parts(SourceSchema, "Where it is from.")


class DatasetRefSchema(Wire):
    """A dataset, named."""

    id = field.text("Permanent identifier of the dataset.")
    slug = field.text("Its name in addresses today; an older name redirects.", example="cafw")
    url = field.url("The dataset's record.")


class ReleaseRefSchema(Wire):
    """A release, named."""

    id = field.text("`<dataset id>@<version>`.")
    version = field.text("Semantic version.", example="2.0.0")
    snapshot = field.day("What the data are of.", null=True)
    issued = field.day("When it was published to the world.")
    url = field.url("The release's record.")


class TableRefSchema(Wire):
    """A table, named."""

    id = field.text("`<dataset id>/<table>`.")
    name = field.text("Name of the table.", example="cafcass_alf")
    url = field.url("The table's record in this release.")


class CodeListRefSchema(Wire):
    """A code list in the state that a release pins."""

    name = field.text("Name of the code list.")
    digest = field.digest("Digest of the pinned state.", null=True)
    url = field.url("The code list's record, as in force.")
    object = field.url("The pinned state, exact bytes.", null=True)


class WithdrawalSchema(Wire):
    """The tombstone of a withdrawn release."""

    reason = field.text("Why it was withdrawn.")
    successor = field.text("Version to use instead, if any.", null=True)
    by = field.text("Who withdrew it; null where that was not recorded.", null=True)


class NearSchema(ma.Schema):
    """Something that may have been meant."""

    name = field.text("Its name.")
    url = field.url("Its record, or its page.")


class ProblemEntrySchema(ma.Schema):
    """One fault among several. Parts that do not apply are left out."""

    rule = field.text("Stable code of the rule.")
    message = field.text("What is wrong.")
    remedy = ma.fields.String(metadata={"description": "What to do about it."})
    file = ma.fields.String(metadata={"description": "In which file."})
    table = ma.fields.String(metadata={"description": "In which table."})
    variable = ma.fields.String(metadata={"description": "In which variable."})
    severity = field.choice("Whether it stops anything.", "error", "warning")
    path = ma.fields.String(metadata={"description": "In which part of the body that was sent, as a JSON Pointer."})


class ProblemSchema(ma.Schema):
    """A refusal or a fault, RFC 9457. Members that do not apply are left out."""

    type = field.url("Leads to what the manual says of this kind of problem.")
    title = field.text("The kind of problem, always the same words.")
    status = ma.fields.Integer(required=True, metadata={"description": "The HTTP status."})
    detail = field.text("What happened this time.")
    instance = field.text("The path that was asked for.")
    code = field.text("Stable code of the kind of problem.", example="not-found")
    remedy = ma.fields.String(metadata={"description": "What to do about it."})
    near = ma.fields.List(ma.fields.Nested(NearSchema), metadata={"description": "What may have been meant."})
    problems = ma.fields.List(ma.fields.Nested(ProblemEntrySchema), metadata={"description": "Each single fault."})
    fault = ma.fields.String(metadata={"description": "Number to quote when a fault of this site is reported."})
