"""Words of one family that the stemmer parts: verbs and their nouns, irregular forms, places and what is of them.

Any English, not the field's: other words for a concept stand with the concept. They help to read whole sentences, which
are said in other words than records are written in. Pure.
"""

from __future__ import annotations

from catalogue.search import words

# Words of one family; a comma ends it. A word may belong to several.
_FAMILIES = """
age aged old older, apply application, approve approval, bear born birth, begin began begun start commence,
choose chose choice, convert conversion, decide decision,
describe description, die died dying dead death, end ended finish stop expire expiry close closed closure,
England English, extend extension, find found, give gave given, hear heard hearing, keep kept, kind sort type,
know knew known, leave left, link linkage, live lived home residence address, marry marriage,
meet met meeting, notify notice notification, occupy occupation, parent parental, pay paid payment,
poor poverty deprived deprivation, prison prisoner incarcerated, receive receipt, record recording,
recover recovery, refer referral, relate related relation relationship, remove removal, repeat recurrent,
represent representation representative, respond response, revoke revocation, send sent, speak spoke spoken,
supervise supervision, Wales Welsh, week weekly, write wrote written, year yearly annual,
month monthly, quarter quarterly
"""
# What people say, and what records call it.
_SAID = """
answer reply, ask asked request requested, baby infant newborn, back return returned, blank missing empty,
dad father, mum mother, kid child, boy male, girl female, cancel cancelled withdraw withdrawn, deadline due,
fault error, grandparent relative, identify identifier id, ill illness disability, jail prison,
job role, lawyer barrister solicitor, outcome result, postcode area, reliable probability quality, stage state status,
tell told notify, update updated modify modified, hide hidden suppress suppression, wait waiting delay duration,
permission approval, violence violent abuse
"""


def _by_stem() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for family in (_FAMILIES + "," + _SAID).split(","):
        stems = frozenset(words.stem(words.fold(word)) for word in family.split())
        for stem in stems:
            found[stem] = found.get(stem, frozenset()) | stems
    return found


_STEMS = _by_stem()


def relatives(form: str) -> frozenset[str]:
    """The other stems of a form's family."""
    stem = words.stem(form)
    return _STEMS.get(stem, frozenset()) - {stem}
