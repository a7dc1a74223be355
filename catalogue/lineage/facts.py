"""What may be said in public of a run: an allow-list of facets, and of the fields within each.

Everything else is withheld, and named as withheld: SQL, source code, environment, errors, addresses of stores, local
paths, ownership, tags and texts of events, facets that are not known, and whatever a known facet holds beside the
fields below. Parameters are public when their key is on the list of the setting; counts when they reach the threshold.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from catalogue.lineage import fold
from catalogue.lineage.fold import Folded
from catalogue.lineage.rows import nominal

Facts = dict[str, Any]
# Facets from which something is public; of `schema` and `columnLineage` the names of columns and kinds of edges.
RUN_FACETS = frozenset({"parent", "nominalTime", "executionParameters", "processing_engine"})
JOB_FACETS = frozenset({"sourceCodeLocation", "jobType"})
DATASET_FACETS = frozenset({"version", "schema", "columnLineage", "digest"})
COUNT_FACETS = frozenset({"outputStatistics", "inputStatistics", "dataQualityMetrics"})
PUBLIC_SCHEMES = frozenset({"https", "http", "git", "ssh"})
_WORD = re.compile(r"[\w.+@-]{1,200}", re.ASCII)
_RELATIVE = re.compile(r"(?!/)[\w./ +@-]{1,500}", re.ASCII)
_LOCAL = re.compile(r"(?:^|://|file:)(?:/{1,3}|[A-Za-z]:[\\/]|~|\\\\|\.{1,2}/)|^[A-Za-z]:[\\/]")
# In an address: name and password before the host, and everything from a question mark on.
_SIGNED_IN = re.compile(r"(?<=://)[^/]*@|[?#;].*", re.DOTALL)
_VALUE = 200


@dataclass(frozen=True, slots=True)
class PublicRules:
    """What stewards allow. parameters: keys whose values are public. names: public name by beginning of a namespace or
    name. threshold: the least count that is told."""

    parameters: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    threshold: int = 10


def is_local(text: str) -> bool:
    """True for a namespace or name that tells a path of somebody's machine."""
    return _LOCAL.search(text) is not None and urlsplit(text).scheme not in PUBLIC_SCHEMES


def public_name(text: str, rules: PublicRules) -> str:
    """A namespace or name as it is shown: mapped, or in place of a local path eight digits that stand for it.

    Who signs in at an address and with what, and what is asked of it, is left out.
    """
    shown = text
    for beginning, instead in sorted(rules.names.items(), key=lambda pair: -len(pair[0])):
        if text.startswith(beginning):
            shown = instead + text[len(beginning) :]
            break
    else:
        if is_local(text):
            return f"local:{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    return _SIGNED_IN.sub("", shown) if "://" in text else shown


def run_facts(folded: Folded, rules: PublicRules) -> Facts:
    """Code, parameters, engine and nominal time of a run, each left out when not told."""
    run, job = fold.values(folded["run"]), fold.values(folded["job"])
    begin, end = nominal(folded)
    parameters, unlisted = _parameters(run.get("executionParameters") or {}, rules)
    found: Facts = {
        "nominalStart": begin,
        "nominalEnd": end,
        "code": _code(job.get("sourceCodeLocation") or {}),
        "parameters": parameters,
        "parametersWithheld": unlisted,
        "engine": _words(run.get("processing_engine") or {}, "name", "version"),
        "jobType": _words(job.get("jobType") or {}, "processingType", "integration", "jobType"),
        "withheld": withheld(folded),
    }
    return {name: value for name, value in found.items() if value}


def withheld(folded: Folded) -> list[str]:
    """Names of the facets of which nothing is public; names that are not plain words are counted as `other`."""
    names = set(fold.values(folded["run"])) - RUN_FACETS | set(fold.values(folded["job"])) - JOB_FACETS
    for told in (*folded["inputs"].values(), *folded["outputs"].values()):
        for facets in told.values():
            names |= set(fold.values(facets)) - DATASET_FACETS - COUNT_FACETS
    return sorted({name if _WORD.fullmatch(name) and len(name) <= 64 else "other" for name in names})  # noqa: PLR2004


def rows_of(told: Mapping[str, Any], rules: PublicRules) -> int | str | None:
    """Number of rows that a run read or wrote: None when not told, a text when it is below the threshold."""
    facets = {name: value for part in told.values() for name, value in fold.values(part).items()}
    for name in ("outputStatistics", "inputStatistics", "dataQualityMetrics"):
        count = (facets.get(name) or {}).get("rowCount")
        if isinstance(count, int) and not isinstance(count, bool):
            return count if count == 0 or count >= rules.threshold else f"fewer than {rules.threshold}"
    return None


def schema_of(told: Mapping[str, Any]) -> list[str]:
    """Names of the columns of a dataset that a run read or wrote."""
    fields = (fold.values(told["facets"]).get("schema") or {}).get("fields") or ()
    return [str(one["name"])[:_VALUE] for one in fields]


def _parameters(facet: Mapping[str, Any], rules: PublicRules) -> tuple[list[Facts], int]:
    """Parameters that are public, and how many are not."""
    found, unlisted = [], 0
    for one in facet.get("parameters") or ():
        if isinstance(one, dict) and one.get("key") in rules.parameters:
            found.append({"key": one["key"], "value": str(one.get("value", ""))[:_VALUE]})
        else:
            unlisted += 1
    return sorted(found, key=lambda one: str(one["key"])), unlisted


def _code(facet: Mapping[str, Any]) -> Facts:
    """Where the code stands: an address without user or query, commit, branch, tag, path within."""
    found = _words(facet, "type", "version", "branch", "tag")
    path = str(facet.get("path") or "")
    if _RELATIVE.fullmatch(path) and ".." not in path:
        found["path"] = path
    address = _address(str(facet.get("repoUrl") or facet.get("url") or ""))
    return {**found, **({"url": address} if address else {})}


def _address(text: str) -> str:
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme not in PUBLIC_SCHEMES or not host:
        return ""
    return f"{parts.scheme}://{host}{f':{parts.port}' if parts.port else ''}{parts.path}"


def _words(facet: Mapping[str, Any], *names: str) -> Facts:
    """Members of a facet that are plain words."""
    return {name: facet[name] for name in names if isinstance(facet.get(name), str) and _WORD.fullmatch(facet[name])}


def named(namespace: str, name: str, rules: PublicRules) -> Facts:
    """A physical dataset as it is shown."""
    return {"namespace": public_name(namespace, rules), "name": public_name(name, rules)}
