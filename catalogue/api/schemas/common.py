"""Parts that several nouns share: how a fact is known, caveats, references to other records, problems."""

from __future__ import annotations

import marshmallow as ma

from catalogue.api.schemas.base import Wire, choice, day, digest, flag, part, parts, text, url


class SourceSchema(Wire):
    """Where a fact is from."""

    name = text("Short name, unique within the dataset.")
    title = text("What the source is called.")
    path = text("Its address, if it has one.", null=True)
    version = text("Which version was read.", null=True)
    description = text("More about it, Markdown.", null=True)


class EvidenceSchema(Wire):
    """Whether a fact is confirmed for this very release."""

    status = text("`confirmed`, `seen-in-code` or `carried-forward`; null when nothing is said.", null=True)
    note = text("How it was confirmed, or why not. Markdown.", null=True)
    confirmed = flag("False when the fact is carried forward from an earlier release and nobody confirmed it.")


class PeriodSchema(Wire):
    """A period, open where null. Dates are years, months or days."""

    begins = text("First date it holds for.", null=True, example="2010-04")
    ends = text("Last date it holds for.", null=True)


class CaveatSchema(Wire):
    """A warning to whoever uses the data."""

    name = text("Short name.")
    title = text("The warning in one sentence.")
    description = text("What to do about it, Markdown.", null=True)
    severity = text("`warning` or `notice`.")
    period = part(PeriodSchema, "When it holds.")
    mark = text("How it is known.", null=True)
    sources = parts(SourceSchema, "Where it is from.")


class DatasetRefSchema(Wire):
    """A dataset, named."""

    id = text("Permanent identifier of the dataset.")
    slug = text("Its name in addresses today; an older name redirects.", example="cafw")
    url = url("The dataset's record.")


class ReleaseRefSchema(Wire):
    """A release, named."""

    id = text("`<dataset id>@<version>`.")
    version = text("Semantic version.", example="2.0.0")
    snapshot = day("What the data are of.", null=True)
    issued = day("When it was published to the world.")
    url = url("The release's record.")


class TableRefSchema(Wire):
    """A table, named."""

    id = text("`<dataset id>/<table>`.")
    name = text("Name of the table.", example="cafcass_alf")
    url = url("The table's record in this release.")


class CodeListRefSchema(Wire):
    """A code list in the state that a release pins."""

    name = text("Name of the code list.")
    digest = digest("Digest of the pinned state.", null=True)
    url = url("The code list's record, as in force.")
    object = url("The pinned state, exact bytes.", null=True)


class WithdrawalSchema(Wire):
    """The tombstone of a withdrawn release."""

    reason = text("Why it was withdrawn.")
    successor = text("Version to use instead, if any.", null=True)


class NearSchema(ma.Schema):
    """Something that may have been meant."""

    name = text("Its name.")
    url = url("Its record, or its page.")


class ProblemEntrySchema(ma.Schema):
    """One fault among several. Parts that do not apply are left out."""

    rule = text("Stable code of the rule.")
    message = text("What is wrong.")
    remedy = ma.fields.String(metadata={"description": "What to do about it."})
    file = ma.fields.String(metadata={"description": "In which file."})
    table = ma.fields.String(metadata={"description": "In which table."})
    variable = ma.fields.String(metadata={"description": "In which variable."})
    severity = choice("Whether it stops anything.", "error", "warning")


class ProblemSchema(ma.Schema):
    """A refusal or a fault, RFC 9457. Members that do not apply are left out."""

    type = url("Leads to what the manual says of this kind of problem.")
    title = text("The kind of problem, always the same words.")
    status = ma.fields.Integer(required=True, metadata={"description": "The HTTP status."})
    detail = text("What happened this time.")
    instance = text("The path that was asked for.")
    code = text("Stable code of the kind of problem.", example="not-found")
    remedy = ma.fields.String(metadata={"description": "What to do about it."})
    near = ma.fields.List(ma.fields.Nested(NearSchema), metadata={"description": "What may have been meant."})
    problems = ma.fields.List(ma.fields.Nested(ProblemEntrySchema), metadata={"description": "Each single fault."})
    fault = ma.fields.String(metadata={"description": "Number to quote when a fault of this site is reported."})

