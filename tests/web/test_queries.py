"""How many queries a page takes, whatever the size of the register: counted with everything that may be kept at hand.

In front of each page stands the one of every request: the end of the journal. When that has not moved, it is the last.
"""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from catalogue.delivery.services import EXTENSION
from tests.http import counting

RELEASE = "/datasets/court/releases/2.0.0"
STATE = 1  # the end of the journal, asked by every request
DATASET = 2  # dataset, its releases
PAGES = {
    # all datasets, their releases; sizes; titles of organisations; code lists; concepts; last changes; former slugs;
    # tables of statistics, rows
    "/": 10,
    # all datasets, their releases; sizes; titles of organisations
    "/datasets": 4,
    # sizes; titles of organisations; all datasets, their releases; concepts; former slugs, twice; pathways; notes
    "/datasets/court": DATASET + 9,
    # entries of the journal, what they say; notes
    "/datasets/court/timeline": DATASET + 3,
    "/ask?about=court": DATASET,
    # digests of tables; organisations
    "/datasets/court/access": DATASET + 2,
    # digests of tables; titles of organisations; notes
    RELEASE: DATASET + 3,
    # digests of tables
    f"{RELEASE}/diagram": DATASET + 1,
    f"{RELEASE}/diagram.svg?path=roles": DATASET + 1,
    # all datasets, their releases, for what is behind the two; what differs is kept
    "/datasets/court/compare/1.1.0...2.0.0": DATASET + 2,
    # the table, its variables; pinned code lists; digests of tables, and those of all releases; former slugs; pathways;
    # notes
    f"{RELEASE}/tables/cases": DATASET + 8,
    # digests of tables in all releases; which of them hold it, what they say; pinned code lists; digests of tables;
    # organisations; names of columns; former slugs, twice; concepts; all datasets, their releases; which releases hold
    # the variables of its concepts, what they say, their code lists; notes
    f"{RELEASE}/tables/cases/variables/LAW": DATASET + 16,
    "/datasets/court/variables/cases/LAW": DATASET + 16,
    # digests of tables in all releases; which of them hold it, what they say; digests of tables; organisations; names
    # of columns; former slugs; concepts; notes
    f"{RELEASE}/tables/cases/variables/BARE": DATASET + 9,
    # the tables of figures, their rows; titles of organisations
    "/datasets/counts/series/cases": DATASET + 3,
    "/datasets/counts/releases/1.0.0/series/cases": DATASET + 3,
    # concepts; all datasets, their releases; former slugs
    "/concepts": 4,
    # its states, twice; concepts; all datasets, their releases; former slugs, twice; which releases hold the variables,
    # what they say, their code lists; code lists
    "/concepts/branch": 11,
    # datasets, twice; concepts; former slugs, twice; which releases hold the variables, what they say, their code
    # lists; digests of tables
    "/datasets/court/crosswalk/counts": DATASET * 2 + 7,
    # all datasets, their releases; code lists; digests of tables
    "/codelists": 4,
    # the list; its states; its pins; all datasets, their releases; digests of tables
    "/codelists/law-type": 6,
    # all datasets, their releases; titles of organisations; which releases hold the hits
    "/search?q=law": 4,
    "/search?kind=variable": 4,
    # all datasets, their releases; organisations
    "/organisations": 3,
    # the organisation; all datasets, their releases; sizes
    "/organisations/keeper": 4,
    # pathways; all datasets, their releases; former slugs
    "/pathways": 4,
    # its states, twice; all datasets, their releases; former slugs, twice
    "/pathways/road": 6,
    "/pathways/road.svg": 6,
    "/help/searching": 0,
    f"{RELEASE}/package.zip": DATASET,
    # titles of organisations
    f"{RELEASE}/faces/bibtex": DATASET + 1,
    # titles of organisations; tables, their variables; code lists
    f"{RELEASE}/faces/lock": DATASET + 4,
    # titles of organisations; no run is known of it
    f"{RELEASE}/faces/prov-json": DATASET + 1,
    f"{RELEASE}/files/datapackage.json": DATASET,
    # digests of tables; titles of organisations; who reads its tables
    f"{RELEASE}/lineage": DATASET + 2,
    # jobs with the number of their runs
    "/jobs": 1,
    "/lineage": 0,
}


@pytest.mark.parametrize(("path", "expected"), PAGES.items())
def test_a_page_takes_few_queries(site: Flask, browser: FlaskClient, path: str, expected: int) -> None:
    separator = "&" if "?" in path else "?"
    assert browser.get(path).status_code == 200
    with counting(site.extensions[EXTENSION].engine) as queries:
        assert browser.get(f"{path}{separator}again=1").status_code == 200
    assert len(queries) == expected + STATE, queries.statements


def test_a_page_that_has_not_changed_takes_one_query(site: Flask, browser: FlaskClient) -> None:
    first = browser.get(RELEASE)
    with counting(site.extensions[EXTENSION].engine) as queries:
        again = browser.get(RELEASE, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, len(queries)) == (304, STATE)
