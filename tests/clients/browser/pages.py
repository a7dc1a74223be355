"""Which pages are looked at, on which screens, and by which rules."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from playwright.sync_api import Page

from tests.web import lineage_scene
from tests.web.test_every_page import PAGES, REFUSALS

EVERY_PAGE = [*PAGES, *REFUSALS]
CAFW = "/datasets/cafw/releases/2.0.0"
REAL_PAGES = [
    "/",
    "/search?q=date+recieved",
    "/search?kind=variable",
    "/search?q=zebra&type=date",
    "/datasets/cafw",
    "/datasets/cafw/access",
    CAFW,
    "/datasets/cafw/releases/1.0.0",
    f"{CAFW}/diagram?path=final-order-per-child",
    f"{CAFW}/lineage",
    "/datasets/sample-private-law-cases/releases/1.1.0/lineage?depth=all",
    "/datasets/sample-extract/releases/1.1.0/lineage?dir=both&table=sample_alf",
    "/datasets/sample-extract/releases/1.1.0/tables/sample_alf/variables/SYSTEM_ID_E",
    f"{CAFW}/tables/cafcass_alf",
    f"{CAFW}/tables/cafcass_casereport",
    "/datasets/care-applications-monthly/releases/4.0.0/tables/figures",
    "/datasets/care-application-rates/releases/1.0.0/tables/local",
    f"{CAFW}/tables/cafcass_hearingoutcome/variables/CAP_HEARINGOUTCOMETYPEIDNAME",
    "/datasets/cafw/variables/cafcass_alf/LSOA2001_CD",
    "/datasets/care-applications-monthly/series/applications",
    "/datasets/care-applications-monthly/compare/1.0.0...1.1.0",
    "/datasets/cafw/compare/1.0.0...2.0.0",
    "/datasets/cafe-ecms/compare/1.0.0...2.0.0",
    "/datasets/care-applications-monthly/releases/2.0.0/series/applications",
    "/datasets/care-application-rates/series/local",
    "/concepts",
    "/concepts/child-arrangements-order",
    "/concepts/legal-output",
    "/datasets/cafe-cms/crosswalk/cafe-ecms",
    "/codelists",
    "/codelists/hearing-outcome",
    "/organisations",
    "/organisations/cafcass-cymru",
    "/lineage",
    "/lineage?ask=stale",
    "/lineage?ask=impact&name=SAMPLE_CASES",
    "/pathways",
    "/pathways/sail-route",
    "/pathways/nfjo-core-file",
    "/basket",
    "/basket?v=cafw@1.0.0/cafcass_hearingoutcome&v=cafe-ecms@1.0.0/ecms_applications",
    "/compare?v=cafw@1.0.0/cafcass_application/CAP_LAWTYPENAME&v=cafw@2.0.0/cafcass_alf/ALF_STS_CD&v=cafw@2.0.0/x/y",
    "/basket/annex?v=cafe-ecms@2.0.0/ecms_applications",
]
EVERYWHERE = [*EVERY_PAGE, *(f"demo{path}" for path in REAL_PAGES), *(f"traced{path}" for path in lineage_scene.PAGES)]
SIZES = {"wide": (1280, 900), "phone": (360, 740), "narrow": (320, 640)}
# All of WCAG 2.2 up to AA, and what axe holds for good practice besides.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
# A key press scrolls smoothly, which takes a moment.
SCROLL_MILLISECONDS = 500
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

Opened = Callable[..., AbstractContextManager[Page]]
