"""Settings: defaults hold, wrong values are named with what is wanted."""

from __future__ import annotations

import pytest

from catalogue.errors import SettingsError
from catalogue.settings import SETTINGS, load


def test_defaults_load() -> None:
    settings = load({})
    assert settings.database_url.startswith("sqlite:///")
    assert settings.trusted_hosts == ("127.0.0.1", "localhost", "[::1]")


def test_every_setting_is_read() -> None:
    """Each setting changes something: a setting that nothing reads is a promise that nobody keeps."""
    other = {
        "CATALOGUE_DATA": "elsewhere",
        "CATALOGUE_DATABASE_URL": "postgresql://a@b/c",
        "CATALOGUE_SECRET_KEY": "k" * 32,
        "CATALOGUE_BASE_URL": "https://catalogue.example.org/",
        "CATALOGUE_HOSTS": "a.example, b.example",
        "CATALOGUE_PUBLIC_NAMES": "duckdb://a=sample",
        "CATALOGUE_APPROVAL": None,
        "CATALOGUE_MAIL_FROM": "catalogue@example.org",
        "CATALOGUE_OIDC_ISSUER": "https://login.example.org",
    }
    # A provider is of no use to a site that has no name there.
    client = {"CATALOGUE_OIDC_CLIENT_ID": "site"}
    for setting in SETTINGS:
        value = other.get(setting.name, "5000" if setting.name.endswith("BYTES") else "11")
        if value is not None:
            assert load({**client, setting.name: value}) != load(client), setting.name


@pytest.mark.parametrize(
    "issuer", ["http://login.example.org", "login.example.org", "https://", "https://login.example.org/?a=b", "11"]
)
def test_a_provider_is_spoken_to_in_secret(issuer: str) -> None:
    with pytest.raises(SettingsError, match="CATALOGUE_OIDC_ISSUER"):
        load({"CATALOGUE_OIDC_ISSUER": issuer, "CATALOGUE_OIDC_CLIENT_ID": "site"})
    assert load({"CATALOGUE_OIDC_ISSUER": "http://127.0.0.1:9", "CATALOGUE_OIDC_CLIENT_ID": "site"}).oidc_issuer


def test_a_provider_wants_a_name_for_this_site() -> None:
    with pytest.raises(SettingsError, match="CATALOGUE_OIDC_CLIENT_ID is empty"):
        load({"CATALOGUE_OIDC_ISSUER": "https://login.example.org"})


def test_hosts_and_addresses() -> None:
    settings = load({"CATALOGUE_BASE_URL": "https://c.example/", "CATALOGUE_HOSTS": "a.example, b.example"})
    assert settings.base_url == "https://c.example"
    assert settings.trusted_hosts == ("c.example", "localhost", "127.0.0.1", "[::1]", "a.example", "b.example")
    assert load({"CATALOGUE_DATABASE_URL": "postgresql://a@b/c"}).database_url == "postgresql+psycopg://a@b/c"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CATALOGUE_PAGE_SIZE", "0"),
        ("CATALOGUE_PAGE_SIZE", "1.5"),
        ("CATALOGUE_PAGE_SIZE", "nan"),
        ("CATALOGUE_LOCK_SECONDS", "soon"),
        ("CATALOGUE_BASE_URL", "ftp://a"),
        ("CATALOGUE_BASE_URL", "no address"),
        ("CATALOGUE_APPROVAL", "anybody"),
    ],
)
def test_wrong_values_are_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as error:
        load({name: value})
    assert name in error.value.detail
    assert value in error.value.detail
    assert error.value.remedy.startswith("Set it to")
