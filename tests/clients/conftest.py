"""What `make test` leaves out: modules and folders that need a client which only `make check` installs.

Where everything must run (CI=true) nothing is left out, so that a missing client is a failure there.
"""

from __future__ import annotations

import os
from importlib.util import find_spec

CLIENTS = {
    "test_citations.py": "pybtex",
    "browser": "axe_playwright_python",
    # It imports pytz without asking for it to be installed.
    "test_marquez.py": "pytz",
    "test_openapi.py": "openapi_spec_validator",
    "test_provenance.py": "prov",
    "test_scripts.py": "pyreadstat",
}
collect_ignore = [
    module for module, client in CLIENTS.items() if os.environ.get("CI") != "true" and find_spec(client) is None
]
