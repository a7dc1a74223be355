"""What a draft would say if it were sealed as it stands, whether it may be sealed or not."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from catalogue.model.drafts import PartKind
from catalogue.model.kinds import VocabularyKind
from catalogue.model.names import dataset_identifier
from catalogue.releases.content import Content, build_content
from catalogue.releases.content import Part as Built
from catalogue.releases.content import part as built
from catalogue.store import vocabulary, write
from catalogue.store.drafts import DraftRecord, Part

# Of a package, but no fact of the dataset: they stand in the seal.
_OF_RELEASE = frozenset({"version", "snapshot", "issued", "releaseNotes", "corrects"})


def content_of(session: Session, draft: DraftRecord, parts: Sequence[Part]) -> tuple[Content, list[Built]]:
    """The content as it would be sealed, as far as it goes, and the code lists that the draft itself holds.

    Raises NotCanonicalError for values that JSON cannot carry exactly.
    """
    own = {
        part.name: built("codelist", part.name, {**part.body, "name": part.name})
        for part in parts
        if part.kind is PartKind.CODE_LIST
    }
    known = {name: one.digest for name, one in vocabulary.states_in_force(session, VocabularyKind.CODE_LIST).items()}
    known.update({name: one.digest for name, one in own.items()})
    variables: dict[int | None, list[Part]] = {}
    for part in parts:
        if part.kind is PartKind.VARIABLE:
            variables.setdefault(part.parent, []).append(part)
    tables = [
        {
            **part.body,
            "name": part.name,
            "variables": [{**one.body, "name": one.name} for one in variables.get(part.id, ())],
        }
        for part in parts
        if part.kind is PartKind.TABLE
    ]
    used = {str(one.body.get("codeList")) for group in variables.values() for one in group if one.body.get("codeList")}
    owner = write.slug_owner(session, draft.slug)
    body = next((part.body for part in parts if part.kind is PartKind.DATASET), {})
    dataset = {key: value for key, value in body.items() if key not in _OF_RELEASE}
    dataset["id"] = dataset.get("id") or (owner.key if owner is not None else dataset_identifier(draft.slug))
    content = build_content(dataset, tables, {name: known[name] for name in sorted(used) if name in known})
    return content, [one for name, one in own.items() if name in used]
