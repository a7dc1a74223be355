"""Every setting once: name, default, meaning. Read from the environment in one place, when a command starts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from catalogue.errors import SettingsError

VERSION = "0.2.0"
PACKAGE = Path(__file__).resolve().parent
# In a wheel the site travels inside the package; in a checkout it stands beside it.
SITE = PACKAGE / "site" if (PACKAGE / "site").is_dir() else PACKAGE.parent
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: the environment variable, its default as text, and what it means for an operator."""

    name: str
    default: str
    help: str


SETTINGS: tuple[Setting, ...] = (
    Setting("CATALOGUE_DATA", "instance", "Folder of the database (SQLite) and the search index."),
    Setting("CATALOGUE_DATABASE_URL", "", "Database address; empty means SQLite in `CATALOGUE_DATA`. PostgreSQL: "
            "`postgresql+psycopg://user:password@host/name`."),
    Setting("CATALOGUE_SECRET_KEY", "", "At least 32 bytes; signs sessions. `serve` refuses to start without it, "
            "`demo` makes one."),
    Setting("CATALOGUE_BASE_URL", "http://127.0.0.1:8000", "Public address of the site, without a final slash; "
            "used in links that leave the site."),
    Setting("CATALOGUE_HOSTS", "", "Further host names that may be asked for, separated by commas. The host of "
            "`CATALOGUE_BASE_URL`, `localhost`, `127.0.0.1` and `[::1]` always may."),
    Setting("CATALOGUE_PAGE_SIZE", "20", "Hits on one page of search results."),
    Setting("CATALOGUE_API_PAGE_SIZE", "100", "Items of one page of an API list; at most 1000 may be asked for."),
    Setting("CATALOGUE_QUERY_TERMS", "300", "Most terms of one search; more is refused."),
    Setting("CATALOGUE_QUERY_LENGTH", "4000", "Most characters of one search; more is refused."),
    Setting("CATALOGUE_DESCRIPTOR_BYTES", "20000000", "Largest descriptor in bytes; checked before it is parsed."),
    Setting("CATALOGUE_DATA_BYTES", "200000000", "Largest data file of a table in bytes."),
    Setting("CATALOGUE_TABLE_COLUMNS", "20000", "Most columns of one table."),
    Setting("CATALOGUE_PACKAGE_COLUMNS", "100000", "Most columns of one package."),
    Setting("CATALOGUE_PACKAGE_TABLES", "2000", "Most tables of one package."),
    Setting("CATALOGUE_DICTIONARY_BYTES", "50000000", "Largest data dictionary that is read, in bytes."),
    Setting("CATALOGUE_BASKET_BYTES", "1000000", "Largest basket file that may be uploaded, in bytes."),
    Setting("CATALOGUE_EVENT_BYTES", "1000000", "Largest OpenLineage event in bytes."),
    Setting("CATALOGUE_EVENTS_BYTES", "64000000", "Largest body of OpenLineage events in bytes, counted as it is "
            "unpacked; reading stops there."),
    Setting("CATALOGUE_EVENTS", "50000", "Most OpenLineage events of one body."),
    Setting("CATALOGUE_WORK_SECONDS", "0.5", "How often the worker looks for changes, in seconds."),
    Setting("CATALOGUE_LOCK_SECONDS", "60", "How long a write waits for another one, in seconds."),
    Setting("CATALOGUE_DISCLOSURE_THRESHOLD", "10", "Counts of people below this leave in no page, package or face."),
    Setting("CATALOGUE_PUBLIC_PARAMETERS", "project,refreshdate,seed,snapshot,threshold,until",
            "Parameters of runs whose values are public, separated by commas; all others are withheld."),
    Setting("CATALOGUE_PUBLIC_NAMES", "", "Public names for namespaces and names of datasets in lineage, as "
            "`beginning=instead` pairs separated by commas; a local path without one is shown as a digest."),
    Setting("CATALOGUE_APPROVAL", "operator", "How releases are approved of publishers for whom the journal does not "
            "say it: `operator`, which page, feed and seal then tell, or `two-person`."),
    Setting("CATALOGUE_SIGNING_KEY", "", "File of the key that signs the end of the journal; empty means "
            "`signing-key.pem` in `CATALOGUE_DATA`. `serve` and `demo` make it; it is in no backup."),
    Setting("CATALOGUE_SMTP", "", "Server that takes mails to those who follow, as `smtp://host:port` or "
            "`smtps://host:port`; it must be among `CATALOGUE_OUTBOUND`. Empty means that no mail is sent."),
    Setting("CATALOGUE_MAIL_FROM", "", "Address from which these mails come, such as `catalogue@example.org`."),
    Setting("CATALOGUE_QUESTIONS_ADDRESS", "5", "Most questions to stewards that are taken in a day from one address; "
            "0 takes none at all."),
    Setting("CATALOGUE_QUESTIONS_DAY", "200", "Most questions to stewards that are taken in a day from all together."),
    Setting("CATALOGUE_OUTBOUND", "", "Origins that this site may speak to, separated by commas, such as "
            "`https://login.example.org,smtp://mail.example.org:587`. All others are refused."),
    Setting("CATALOGUE_SIGN_IN_IDLE_MINUTES", "480", "How long a sign-in holds without being used, in minutes."),
    Setting("CATALOGUE_SIGN_IN_DAYS", "7", "How long a sign-in holds at most, in days."),
    Setting("CATALOGUE_PROXIES", "127.0.0.1,::1", "Addresses of proxies, separated by commas, whose last entry of "
            "`X-Forwarded-For` is believed when attempts to sign in, and questions, are counted by address."),
    Setting("CATALOGUE_OIDC_ISSUER", "", "Issuer of OpenID Connect through which people may sign in, such as "
            "`https://login.example.org/tenant`; empty for none. Its origin must stand in `CATALOGUE_OUTBOUND`."),
    Setting("CATALOGUE_OIDC_CLIENT_ID", "", "What the issuer calls this site."),
    Setting("CATALOGUE_OIDC_CLIENT_SECRET", "", "The secret of this site at the issuer; empty for a public client, "
            "which proves itself by PKCE alone."),
    Setting("CATALOGUE_OIDC_TITLE", "your organisation", "Where the button on the sign-in page says that it leads."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force, checked. Sizes are bytes, times seconds."""

    data: Path
    database_url: str
    secret_key: str
    base_url: str
    hosts: tuple[str, ...]
    page_size: int
    api_page_size: int
    query_terms: int
    query_length: int
    descriptor_bytes: int
    data_bytes: int
    table_columns: int
    package_columns: int
    package_tables: int
    dictionary_bytes: int
    basket_bytes: int
    event_bytes: int
    events_bytes: int
    events: int
    work_seconds: float
    lock_seconds: float
    disclosure_threshold: int
    public_parameters: frozenset[str]
    public_names: Mapping[str, str]
    approval: str
    signing_key: Path
    smtp: str
    mail_from: str
    questions_address: int
    questions_day: int
    outbound: tuple[str, ...]
    sign_in_idle_minutes: int
    sign_in_days: int
    proxies: tuple[str, ...]
    oidc_issuer: str
    oidc_client_id: str
    oidc_client_secret: str = field(repr=False)
    oidc_title: str

    @property
    def index_path(self) -> Path:
        """Folder of the search index: a cache, rebuilt when lost."""
        return self.data / "index"

    @property
    def trusted_hosts(self) -> tuple[str, ...]:
        """Host names that requests may name."""
        own = urlsplit(self.base_url).hostname or ""
        return tuple(dict.fromkeys((own, "localhost", "127.0.0.1", "[::1]", *self.hosts)))


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment. Raises SettingsError that names the variable, its value and what is wanted."""
    env = os.environ if environment is None else environment
    text = {setting.name: env.get(setting.name, setting.default) for setting in SETTINGS}
    data = Path(text["CATALOGUE_DATA"])
    database_url = text["CATALOGUE_DATABASE_URL"] or f"sqlite:///{data.resolve() / 'register.db'}"
    if database_url.startswith("postgresql://"):
        database_url = database_url.replace("postgresql://", "postgresql+psycopg://", 1)
    return Settings(
        data=data,
        database_url=database_url,
        secret_key=text["CATALOGUE_SECRET_KEY"],
        base_url=_address(text["CATALOGUE_BASE_URL"]),
        hosts=_listed(text["CATALOGUE_HOSTS"]),
        page_size=_whole(text, "CATALOGUE_PAGE_SIZE", 1, 200),
        api_page_size=_whole(text, "CATALOGUE_API_PAGE_SIZE", 1, 1000),
        query_terms=_whole(text, "CATALOGUE_QUERY_TERMS", 1, 10_000),
        query_length=_whole(text, "CATALOGUE_QUERY_LENGTH", 10, 100_000),
        descriptor_bytes=_whole(text, "CATALOGUE_DESCRIPTOR_BYTES", 1000, 1000 * MEGABYTE),
        data_bytes=_whole(text, "CATALOGUE_DATA_BYTES", 1000, 100_000 * MEGABYTE),
        table_columns=_whole(text, "CATALOGUE_TABLE_COLUMNS", 1, 1_000_000),
        package_columns=_whole(text, "CATALOGUE_PACKAGE_COLUMNS", 1, 10_000_000),
        package_tables=_whole(text, "CATALOGUE_PACKAGE_TABLES", 1, 100_000),
        dictionary_bytes=_whole(text, "CATALOGUE_DICTIONARY_BYTES", 1000, 2000 * MEGABYTE),
        basket_bytes=_whole(text, "CATALOGUE_BASKET_BYTES", 1000, 20 * MEGABYTE),
        event_bytes=_whole(text, "CATALOGUE_EVENT_BYTES", 1000, 64 * MEGABYTE),
        events_bytes=_whole(text, "CATALOGUE_EVENTS_BYTES", 1000, 1000 * MEGABYTE),
        events=_whole(text, "CATALOGUE_EVENTS", 1, 1_000_000),
        work_seconds=_number(text, "CATALOGUE_WORK_SECONDS", 0.05, 3600),
        lock_seconds=_number(text, "CATALOGUE_LOCK_SECONDS", 1, 3600),
        disclosure_threshold=_whole(text, "CATALOGUE_DISCLOSURE_THRESHOLD", 0, 1000),
        public_parameters=frozenset(_listed(text["CATALOGUE_PUBLIC_PARAMETERS"])),
        public_names=_pairs(text, "CATALOGUE_PUBLIC_NAMES"),
        approval=_choice(text, "CATALOGUE_APPROVAL", ("operator", "two-person")),
        signing_key=Path(text["CATALOGUE_SIGNING_KEY"] or data / "signing-key.pem"),
        smtp=text["CATALOGUE_SMTP"],
        mail_from=_mailbox(text, "CATALOGUE_MAIL_FROM"),
        questions_address=_whole(text, "CATALOGUE_QUESTIONS_ADDRESS", 0, 1000),
        questions_day=_whole(text, "CATALOGUE_QUESTIONS_DAY", 0, 100_000),
        outbound=_listed(text["CATALOGUE_OUTBOUND"]),
        sign_in_idle_minutes=_whole(text, "CATALOGUE_SIGN_IN_IDLE_MINUTES", 1, 100_000),
        sign_in_days=_whole(text, "CATALOGUE_SIGN_IN_DAYS", 1, 366),
        proxies=_listed(text["CATALOGUE_PROXIES"]),
        oidc_issuer=_issuer(text),
        oidc_client_id=text["CATALOGUE_OIDC_CLIENT_ID"],
        oidc_client_secret=text["CATALOGUE_OIDC_CLIENT_SECRET"],
        oidc_title=text["CATALOGUE_OIDC_TITLE"],
    )


def _mailbox(text: Mapping[str, str], name: str) -> str:
    local, sign, domain = text[name].partition("@")
    if text[name] and not (sign and local and domain and text[name].isascii() and text[name].isprintable()):
        raise SettingsError(f"{name} is {text[name]!r}.", remedy="Set it to an address such as catalogue@example.org.")
    return text[name]


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _pairs(text: Mapping[str, str], name: str) -> dict[str, str]:
    """Pairs of `beginning=instead`."""
    found = {}
    for pair in _listed(text[name]):
        beginning, sign, instead = pair.rpartition("=")
        if not sign or not beginning:
            raise SettingsError(f"{name} holds {pair!r}.", remedy="Write pairs as `beginning=instead`.")
        found[beginning.strip()] = instead.strip()
    return found


def _number(text: Mapping[str, str], name: str, least: float, most: float) -> float:
    try:
        value = float(text[name])
    except ValueError:
        value = float("nan")
    if not least <= value <= most:
        raise SettingsError(f"{name} is {text[name]!r}.", remedy=f"Set it to a number from {least:g} to {most:g}.")
    return value


def _whole(text: Mapping[str, str], name: str, least: int, most: int) -> int:
    value = _number(text, name, least, most)
    if value != int(value):
        raise SettingsError(f"{name} is {text[name]!r}.", remedy="Set it to a whole number.")
    return int(value)


def _choice(text: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    if text[name] not in choices:
        raise SettingsError(f"{name} is {text[name]!r}.", remedy=f"Set it to one of: {', '.join(choices)}.")
    return text[name]


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise SettingsError(
            f"CATALOGUE_BASE_URL is {value!r}.", remedy="Set it to an address such as https://catalogue.example.org."
        )
    return value.rstrip("/")


def _issuer(text: Mapping[str, str]) -> str:
    """The issuer as it names itself; one on another machine is spoken to in secret alone."""
    issuer = text["CATALOGUE_OIDC_ISSUER"]
    parts = urlsplit(issuer)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"})
    if issuer and (not safe or not parts.hostname or parts.query or parts.fragment):
        raise SettingsError(
            f"CATALOGUE_OIDC_ISSUER is {issuer!r}.", remedy="Set it to an https address, as the provider tells it."
        )
    if issuer and not text["CATALOGUE_OIDC_CLIENT_ID"]:
        raise SettingsError("CATALOGUE_OIDC_CLIENT_ID is empty.", remedy="Set it to what the issuer calls this site.")
    return issuer
