"""Does the register still say what was sealed? Replays the journal, recomputes digests, compares every row."""

from catalogue.audit.replay import Finding
from catalogue.audit.verify import Verdict, verify

__all__ = ["Finding", "Verdict", "verify"]
