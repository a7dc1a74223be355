"""What two releases do not say alike, on the wire."""

# ruff: noqa: N815 - the wire speaks camelCase, as Data Package descriptors do

from __future__ import annotations

import marshmallow as ma

from catalogue.api.schemas import base as field
from catalogue.api.schemas.base import Wire
from catalogue.api.schemas.common import ReleaseRefSchema
from catalogue.releases.diff import Aspect, Kind, Subject, Weight


class ChangedPlaceSchema(Wire):
    """Where something is, in the names of the later release; of what is not there, in those of the earlier one."""

    table = field.text("The table.", null=True)
    variable = field.text("The variable.", null=True)
    codeList = field.text("The code list.", null=True)
    code = field.text("The code.", null=True)
    wasTable = field.text("Name of the table in the earlier release, when it was another.", null=True)
    wasVariable = field.text("Name of the variable in the earlier release, when it was another.", null=True)


class PropertyChangeSchema(ChangedPlaceSchema):
    """One property of one thing in which two releases differ."""

    subject = field.choice("What changed.", *Subject)
    kind = field.choice("What happened; `undescribed`: whether it is still there nobody says.", *Kind)
    key = field.text(
        "The property as the descriptor spells it, its parts joined by `/`; null for the thing as a whole.", null=True
    )
    aspect = field.choice("What about it, in the words in which readers ask.", *Aspect)
    before = ma.fields.Raw(required=True, allow_none=True, metadata={"description": "What the earlier release says."})
    after = ma.fields.Raw(required=True, allow_none=True, metadata={"description": "What the later release says."})
    weight = field.choice("What it asks of users.", *Weight)
    reason = field.text("Why it has its weight.")


class LikelyRenameSchema(ChangedPlaceSchema):
    """Something that may have another name now; nobody has confirmed it."""

    likeness = field.number("0 to 1.")
    why = field.text("What the two share.")


class ChangeCountsSchema(Wire):
    """Number of changes by weight."""

    breaking = field.whole("Changes that break programs, or mislead.")
    additive = field.whole("Changes that add.")
    editorial = field.whole("Changes of how it is told.")


class ReleaseDifferenceSchema(Wire):
    """All that two releases of a dataset do not say alike."""

    from_ = ma.fields.Nested(
        ReleaseRefSchema, required=True, data_key="from", metadata={"description": "The earlier release."}
    )
    to = field.part(ReleaseRefSchema, "The later release.")
    page = field.url("The same for people.")
    notes = field.url("The same as Markdown.")
    weight = field.choice("The gravest weight; null when nothing differs.", *Weight, null=True)
    proposed = field.text("The least version after `from` that says how grave the difference is.", example="2.0.0")
    counts = field.part(ChangeCountsSchema, "How many changes there are.")
    changes = field.parts(
        PropertyChangeSchema, "Every change: the dataset, its tables with their variables, its code lists."
    )
    renames = field.parts(LikelyRenameSchema, "Likely renames, for the steward to confirm with `formerNames`.")
    unconfirmed = field.parts(
        ChangedPlaceSchema,
        "What is carried forward and not confirmed for the later release: neither changed nor unchanged. A table "
        "without a variable stands for all of it.",
    )
