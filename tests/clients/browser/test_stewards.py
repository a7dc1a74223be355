"""Two people and a browser: dictionaries become drafts, fail the gate, are mended as it says, reviewed and sealed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pyreadstat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

from catalogue.delivery.services import EXTENSION
from catalogue.model.authority import Role
from tests import steward
from tests.clients.at_work import free_port, site_at_work
from tests.clients.browser.pages import OPTIONS, SIZES, WIDER
from tests.web.sample_site import open_site

pytestmark = pytest.mark.system

LABELS: dict[str, str | None] = {"case_id": "Case identifier", "law": "Type of law", "received": "Day received"}
CODES: dict[str, dict[int | float, str]] = {"law": {1: "Public law", 2: "Private law"}}
DDI = """<?xml version="1.0" encoding="UTF-8"?>
<codeBook xmlns="ddi:codebook:2_5" version="2.5">
<stdyDscr><citation><titlStmt><titl>Cases</titl></titlStmt></citation></stdyDscr>
<fileDscr ID="F1"><fileTxt><fileName>cases</fileName></fileTxt></fileDscr>
<dataDscr>
<var ID="V1" name="case_id" files="F1"><labl>Case identifier</labl><varFormat type="numeric"/></var>
<var ID="V2" name="law" files="F1"><labl>Type of law</labl>
<catgry><catValu>1</catValu><labl>Public law</labl></catgry>
<catgry><catValu>2</catValu><labl>Private law</labl></catgry>
<varFormat type="numeric"/></var>
</dataDscr></codeBook>
"""
Enter = Callable[..., Page]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site at work on which Anna writes, Rita judges, and Carol says who may."""
    folder, port = tmp_path_factory.mktemp("desk"), free_port()
    app, _settings = open_site(folder)
    engine = app.extensions[EXTENSION].engine
    steward.account(engine, "anna", steward.role(Role.STEWARD, "keeper"))
    steward.account(engine, "rita", steward.role(Role.REVIEWER, "keeper"), steward.role(Role.STEWARD, "keeper"))
    steward.account(engine, "carol", steward.role(Role.ADMINISTRATOR))
    engine.dispose()
    with site_at_work(folder, port, ["serve", "--port", str(port), "--workers", "1"]) as address:
        yield address


@pytest.fixture
def enter(chromium: Browser, desk: str) -> Iterator[Enter]:
    """A window in which somebody has signed in; whatever its pages complain of is a failure."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def go(name: str, size: str = "wide", **more: Any) -> Page:
        width, height = SIZES[size]
        context = chromium.new_context(viewport={"width": width, "height": height}, **more)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{desk}/steward")
        page.fill("input[name=name]", name)
        page.fill("input[name=password]", steward.PASSWORD)
        page.click("main button")
        expect(page.locator("h1")).to_have_text("Your work")
        return page

    yield go
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One dictionary in four kinds of files."""
    folder = tmp_path_factory.mktemp("dictionaries")
    found = {kind: folder / f"cases.{kind}" for kind in ("xml", "dta", "sav", "xlsx")}
    rows = pl.DataFrame({"case_id": [1, 2], "law": [1, 2], "received": ["2020-01-01", "2020-01-02"]})
    pyreadstat.write_dta(rows, str(found["dta"]), column_labels=LABELS, variable_value_labels=CODES)
    pyreadstat.write_sav(rows, str(found["sav"]), column_labels=LABELS, variable_value_labels=CODES)
    found["xml"].write_text(DDI, encoding="utf-8")
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "cases"
    sheet.append(["Variable", "Label", "Type", "Values"])
    sheet.append(["case_id", "Case identifier", "integer", None])
    sheet.append(["law", "Type of law", "integer", "1 = Public law; 2 = Private law"])
    book.save(found["xlsx"])
    return found


@pytest.mark.parametrize("kind", ["xml", "dta", "sav", "xlsx"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_dictionary_becomes_a_release(
    enter: Enter, desk: str, files: dict[str, Path], kind: str, *, script: bool
) -> None:
    slug = f"cases-{kind}-{'s' if script else 'n'}"
    anna = enter("anna", java_script_enabled=script)
    draft = opened_from(anna, desk, files[kind], slug)
    gate = anna.locator("#standing")
    expect(gate).to_contain_text("The release has no version")
    expect(gate).to_contain_text("None of the")
    expect(anna.get_by_role("button", name="Submit for review")).to_have_count(0)
    # What the gate asks for: meanings, where it leads to; and the version that it proposes.
    gate.get_by_role("link", name="law", exact=True).first.click()
    anna.fill("#description", "Under which law the case was brought to the court.")
    if script:
        expect(anna.locator("#form-status")).to_contain_text("Saved", timeout=10_000)
    else:
        anna.get_by_role("button", name="Save").click()
    anna.goto(draft)
    anna.get_by_role("button", name="Use version 1.0.0").click()
    anna.goto(draft)
    expect(anna.locator("#standing")).to_contain_text("Nothing stops this release")
    anna.get_by_label("What should they look at?").fill("Please read the definition.")
    anna.get_by_role("button", name="Submit for review").click()
    expect(anna.locator(".kind").first).to_contain_text("Submitted")
    expect(anna.get_by_role("button", name="Approve and seal")).to_have_count(0)
    rita = enter("rita", java_script_enabled=script)
    rita.get_by_role("link", name=slug).first.click()
    rita.get_by_role("button", name="Approve and seal").click()
    expect(rita).to_have_url(f"{desk}/datasets/{slug}/releases/1.0.0")
    expect(rita.locator("main")).to_contain_text("Approved by a second person, rita; written by anna")


def opened_from(page: Page, desk: str, file: Path, slug: str) -> str:
    """Address of a draft that was opened from a file."""
    page.goto(f"{desk}/steward/drafts/new")
    page.set_input_files("#the-file", str(file))
    page.fill("#file-slug", slug)
    page.select_option("#file-publisher", "keeper")
    page.get_by_role("button", name="Open from the file").click()
    page.get_by_role("button", name="Open the draft").click()
    expect(page.locator("h2#gate")).to_be_visible()
    return page.url


def test_the_grid_is_worked_by_keyboard_alone(enter: Enter, desk: str, files: dict[str, Path]) -> None:
    anna = enter("anna")
    opened_from(anna, desk, files["xlsx"], "keyboard")
    anna.get_by_role("link", name="cases").first.click()
    first = anna.locator("table.grid tbody td").first
    first.focus()
    anna.keyboard.press("ArrowRight")
    anna.keyboard.press("ArrowRight")
    anna.keyboard.type("=1+1 is no formula here")
    anna.keyboard.press("Enter")
    expect(anna.locator("#grid-status")).to_contain_text("is saved")
    anna.keyboard.press("F2")
    anna.keyboard.type("Thrown away.")
    anna.keyboard.press("Escape")
    anna.reload()
    cells = anna.locator("table.grid tbody tr").first.locator("td")
    expect(cells.nth(2)).to_have_text("=1+1 is no formula here")
    expect(anna.locator("table.grid tbody tr").nth(1).locator("td").nth(2)).to_have_text("")


PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const about = {clipboardData: data, bubbles: true, cancelable: true};
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", about));
}"""
COPIED = """() => {
  const data = new DataTransfer();
  const about = {clipboardData: data, bubbles: true, cancelable: true};
  document.activeElement.dispatchEvent(new ClipboardEvent("copy", about));
  return data.getData("text/plain");
}"""
SAVED = "() => document.querySelectorAll('table.grid .unsaved, table.grid .failed').length === 0"


def texts(page: Page) -> list[list[str]]:
    """The grid's cells without the names."""
    return [row.locator("td").all_inner_texts() for row in page.locator("table.grid tbody tr").all()]


def test_a_block_of_a_spreadsheet_goes_into_the_grid_and_out_again(
    enter: Enter, desk: str, files: dict[str, Path]
) -> None:
    anna = enter("anna")
    opened_from(anna, desk, files["xlsx"], "block")
    anna.get_by_role("link", name="cases").first.click()
    before = texts(anna)
    anna.locator("table.grid tbody td").first.focus()
    # Two rows of three columns, one with a line in its cell, one row and one column too many, one word of no choice.
    block = '-9\tInteger\t"One ""row"",\nin two lines"\n\'-9\tnonsense\t=1+1\r\nover\n'
    anna.evaluate(PASTE, block)
    expect(anna.locator("#grid-status")).to_contain_text("1 did not fit into the grid, 1 are none of the choices")
    anna.wait_for_function(SAVED)
    anna.reload()
    assert [row[:3] for row in texts(anna)] == [
        ["-9", "integer", 'One "row",\nin two lines'],
        ["'-9", before[1][1], "=1+1"],
    ]
    # What was pasted is one change: undone, done again, and undone for good.
    anna.locator("table.grid tbody td").first.focus()
    anna.keyboard.press("Delete")
    anna.keyboard.press("End")
    anna.keyboard.press("ArrowDown")
    anna.keyboard.press("Home")
    assert anna.evaluate("document.activeElement.tagName") == "A"
    anna.keyboard.press("Control+Home")
    anna.keyboard.press("ArrowRight")
    anna.evaluate(PASTE, "A label\tstring")
    anna.keyboard.press("Control+z")
    anna.keyboard.press("Control+z")
    anna.keyboard.press("Control+y")
    anna.keyboard.press("Control+z")
    assert anna.evaluate(COPIED) == "-9"
    anna.wait_for_function(SAVED)
    anna.reload()
    assert texts(anna)[0][:2] == ["-9", "integer"]


def test_fewer_rows_are_looked_at_on_request(enter: Enter, desk: str, files: dict[str, Path]) -> None:
    anna = enter("anna")
    opened_from(anna, desk, files["xlsx"], "fewer")
    anna.get_by_role("link", name="cases").first.click()
    anna.get_by_label("Only variables with").fill("LAW")
    expect(anna.locator("table.grid tbody tr:visible")).to_have_count(1)
    anna.keyboard.press("Enter")
    anna.keyboard.press("ArrowRight")
    anna.keyboard.press("ArrowRight")
    anna.keyboard.type("Which law it was.")
    anna.keyboard.press("Enter")
    expect(anna.locator("#grid-status")).to_contain_text("Definition of law is saved")
    anna.get_by_label("Only variables with").fill("")
    anna.get_by_label("Only without a definition").check()
    expect(anna.locator("table.grid tbody tr:visible")).to_have_count(1)
    expect(anna.locator("table.grid tbody tr:visible th")).to_have_text("case_id")


def test_what_is_not_saved_is_not_left_unasked(enter: Enter, desk: str, files: dict[str, Path]) -> None:
    anna = enter("anna")
    opened_from(anna, desk, files["xlsx"], "unasked")
    anna.get_by_role("link", name="cases").first.click()
    anna.context.set_offline(True)
    written(anna, "Said to nobody.")
    expect(anna.locator("#grid-status")).to_contain_text("could not be saved")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    anna.on("dialog", stay)
    anna.context.set_offline(False)
    anna.evaluate("() => { location.reload(); }")
    anna.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    # The same text once more is another try.
    anna.locator("table.grid tbody td").nth(2).click()
    anna.keyboard.press("Enter")
    expect(anna.locator("#grid-status")).to_contain_text("is saved")
    anna.reload()
    assert texts(anna)[0][2] == "Said to nobody."


def test_two_people_in_one_cell_are_both_heard(enter: Enter, desk: str, files: dict[str, Path]) -> None:
    anna, rita = enter("anna"), enter("rita")
    draft = opened_from(anna, desk, files["xlsx"], "together")
    anna.get_by_role("link", name="cases").first.click()
    rita.goto(draft)
    rita.get_by_role("link", name="cases").first.click()
    written(anna, "Of Anna.")
    expect(anna.locator("#grid-status")).to_contain_text("is saved")
    written(rita, "Of Rita.")
    told = rita.locator("table.grid .note")
    expect(told).to_contain_text("anna wrote: “Of Anna.”. You wrote: “Of Rita.”")
    told.get_by_role("button", name="Keep mine").click()
    expect(rita.locator("#grid-status")).to_contain_text("is saved")
    anna.reload()
    expect(anna.locator("table.grid tbody td").nth(2)).to_have_text("Of Rita.")


def written(page: Page, text: str) -> None:
    """Write into the definition of the first variable."""
    page.locator("table.grid tbody td").nth(2).click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_a_concept_is_changed_with_nothing_else(enter: Enter, desk: str) -> None:
    """Without scripts: what they add to these pages has tests of its own."""
    anna = enter("anna", java_script_enabled=False)
    anna.goto(f"{desk}/steward/drafts/new")
    anna.get_by_role("button", name="Open from its last release").click()
    draft = anna.url
    concept_of(anna, "kind-of-law")
    anna.get_by_label("Title", exact=True).fill("Kind of law")
    for name, text in (("dataset", "court"), ("table", "cases"), ("name", "LAW")):
        anna.fill(f'[name="variables.0.{name}"]', text)
    anna.select_option('[name="variables.0.match"]', "exact")
    anna.get_by_role("button", name="Save", exact=True).click()
    anna.goto(draft)
    expect(anna.locator("#standing")).to_contain_text("Variable court / cases / LAW added: exact")
    anna.get_by_role("button", name="Submit for review").click()
    rita = enter("rita", java_script_enabled=False)
    rita.goto(draft)
    rita.get_by_role("button", name="Approve and seal").click()
    expect(rita.locator("aside.side")).to_contain_text("Concepts recorded: kind-of-law.")
    rita.goto(f"{desk}/concepts/kind-of-law")
    expect(rita.locator("main")).to_contain_text("LAW")


def concept_of(page: Page, name: str) -> str:
    """Add a concept to the draft that is shown; gives the address of its page."""
    page.get_by_label("Name of a concept").fill(name)
    page.get_by_role("button", name="Add a concept").click()
    expect(page.locator(".kind").first).to_have_text("Concept of a draft")
    return page.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_pages_can_be_used_by_everybody(
    enter: Enter, desk: str, files: dict[str, Path], size: str, scheme: str
) -> None:
    page = enter("anna", size, color_scheme=scheme)
    draft = opened_from(page, desk, files["dta"], f"axe-{size}-{scheme}")
    concept = concept_of(page, "of-everybody").removeprefix(desk)
    page.goto(draft)
    tables = page.get_by_role("link", name="cases").first.get_attribute("href")
    page.goto(f"{desk}{tables}")
    variable = page.locator("table.grid tbody th a").first.get_attribute("href")
    description = page.locator(".crumbs a").last.get_attribute("href")
    addresses = ["/steward", "/steward/drafts/new", draft.removeprefix(desk), tables, variable, description]
    addresses += [concept, f"{description}/import", "/steward/approval", "/steward/questions", "/steward/sealed/court"]
    for address in addresses:
        page.goto(f"{desk}{address}")
        page.wait_for_load_state("networkidle")
        found = Axe().run(page, options=OPTIONS)
        assert found.response["violations"] == [], (address, found.generate_report())
        wide = page.evaluate(WIDER)
        assert wide <= 0, f"{address} is wider than the screen by {wide} pixels"
