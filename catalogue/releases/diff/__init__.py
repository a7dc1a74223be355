"""What two releases of a dataset do not say alike: every change with its weight, and the version that it asks for.

Pure: two releases in, plain records out. `compare` is the way in; `rules` holds what is how grave.
"""

from catalogue.releases.diff.changes import Aspect, Change, Difference, Kind, Place, Rename, Subject, Weight, substance
from catalogue.releases.diff.compare import compare
from catalogue.releases.diff.data import data
from catalogue.releases.diff.notes import markdown
from catalogue.releases.diff.sides import Side, TableSide, VariableSide, side
from catalogue.releases.diff.variables import Seen, compare_variable
from catalogue.releases.diff.versions import part, proposed, too_small

__all__ = [
    "Aspect",
    "Change",
    "Difference",
    "Kind",
    "Place",
    "Rename",
    "Seen",
    "Side",
    "Subject",
    "TableSide",
    "VariableSide",
    "Weight",
    "compare",
    "compare_variable",
    "data",
    "markdown",
    "part",
    "proposed",
    "side",
    "substance",
    "too_small",
]
