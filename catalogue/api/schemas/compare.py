"""Compared variables on the wire."""

# ruff: noqa: N815 - the wire speaks camelCase, as Data Package descriptors do

from __future__ import annotations

import marshmallow as ma

from catalogue.api.schemas import base as field
from catalogue.api.schemas.base import Wire
from catalogue.api.schemas.tables import VariableSchema


class ComparedSchema(Wire):
    """One of the compared variables."""

    item = field.text("Its written form.", example="cafw@2.0.0/cafcass_alf/ALF_E")
    variable = field.part(VariableSchema, "What its release says of it.")
    concepts = field.texts("Names of the concepts that it measures.")


class ComparedLabelSchema(Wire):
    """What a list calls a code."""

    label = field.text("English label.", null=True)
    labelCy = field.text("Welsh label.", null=True)


class ComparedCodeSchema(Wire):
    """A code in the lists of the compared variables."""

    code = field.text("The code as stored.")
    differs = field.flag("True when a list lacks it, or labels it otherwise.")
    labels = ma.fields.List(
        ma.fields.Nested(ComparedLabelSchema, allow_none=True),
        required=True,
        metadata={
            "description": "One entry for each variable, in their order; null where the code is not in its list."
        },
    )


class FaultSchema(Wire):
    """A part of the address that could not be found."""

    message = field.text("What is wrong.")
    remedy = field.text("What to do about it.", null=True)


class CompareSchema(Wire):
    """Variables side by side."""

    page = field.url("The same for people.")
    items = field.parts(ComparedSchema, "The variables, in the order given.")
    differs = field.texts("Names of what they differ in, such as `type` or `codeList`.")
    codes = field.parts(ComparedCodeSchema, "Every code of their lists; codes that are written alike are one.")
    withdrawn = field.texts("Written forms of those whose release was withdrawn; nothing more is said of them.")
    faults = field.parts(FaultSchema, "What could not be read or found; the rest is answered all the same.")
