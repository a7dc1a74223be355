"""DDI-Codebook: what variables say, several files, and XML that is hostile or cut short."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from catalogue.dictionaries.descriptor import to_descriptor
from catalogue.dictionaries.dictionary import Missing
from catalogue.errors import DictionaryRefusedError
from tests.dictionaries.made import codes, only, read, rules, variable, written
from tests.outside import CONFORMANCE, need

WHOLE = """<?xml version="1.0" encoding="UTF-8"?>
<codeBook xmlns="ddi:codebook:{version}" version="{number}">
 <stdyDscr>
  <citation>
   <titlStmt><titl>Cases of examples</titl></titlStmt>
   <rspStmt><AuthEnty>Office of examples</AuthEnty></rspStmt>
  </citation>
  <stdyInfo><abstract>Made up for this test.</abstract></stdyInfo>
 </stdyDscr>
 <fileDscr ID="F1"><fileTxt><fileName>CASES.sav</fileName><fileCont>One row a case.</fileCont>
  <dimensns><caseQnty>7</caseQnty></dimensns><format>SPSS</format></fileTxt></fileDscr>
 <fileDscr ID="F2"><fileTxt><fileName>PEOPLE</fileName></fileTxt></fileDscr>
 <dataDscr>
  <varGrp ID="G1" var="V1 V2"><labl>Names</labl></varGrp>
  <var ID="V1" name="CASE_ID" files="F1 F2" dcml="0" intrvl="discrete">
   <labl>Case</labl><txt>Names the <emph>case</emph>.</txt><varFormat type="numeric" formatname="F8.0">F8.0</varFormat>
  </var>
  <var ID="V2" name="SEX" files="F2" intrvl="discrete">
   <location width="1"/>
   <labl>Sex</labl>
   <qstn><qstnLit>What is the child's sex?</qstnLit></qstn>
   <valrng><range min="1" max="2"/></valrng>
   <invalrng><range min="-99" max="-1"/><item VALUE="-7"/></invalrng>
   <universe>All children</universe>
   <sumStat type="vald">3</sumStat>
   <catgry><catValu>1</catValu><labl>Male</labl><catStat type="freq">3</catStat></catgry>
   <catgry><catValu>2</catValu><labl>Female</labl><txt>As recorded.</txt></catgry>
   <catgry missing="Y"><catValu>-9</catValu><labl>Not known</labl></catgry>
   <concept>Sex</concept>
   <varFormat type="numeric"/>
   <notes>Checked in 2020.</notes>
  </var>
  <var ID="V3" name="OPENED" files="F1"><varFormat type="character" category="date">DATE</varFormat></var>
 </dataDscr>
</codeBook>
"""
V25, V26 = WHOLE.format(version="2_5", number="2.5"), WHOLE.format(version="2_6", number="2.6")


@pytest.mark.parametrize("text", [V25, V26, V26.replace(' xmlns="ddi:codebook:2_6"', "")])
def test_variables_files_and_categories_are_read(text: str, tmp_path: Path) -> None:
    found = read(text, "codebook.xml")
    assert found.title == "Cases of examples"
    assert found.description == "Made up for this test."
    assert [(table.name, len(table.variables)) for table in found.tables] == [("cases", 2), ("people", 2)]
    assert found.tables[0].description == "One row a case."
    assert found.tables[0].extra == {"format": "SPSS"}
    sex = variable(found, "SEX")
    assert codes(found, "SEX") == {"1": "Male", "2": "Female", "-9": "Not known"}
    assert sex.missing == (Missing("-9", "Not known"), Missing("-7"))
    assert sex.constraints == {"minimum": 1, "maximum": 2}
    assert sex.note == "Checked in 2020."
    assert sex.extra == {
        "ID": "V2", "invalrng": "-99 to -1", "location": "width=1", "qstn": "What is the child's sex?",
        "universe": "All children", "concept": "Sex",
    }  # fmt: skip
    assert found.tables[0].variables[0].definition == "Names the case."
    assert found.tables[0].variables[0].type == "integer"
    assert variable(found, "OPENED").type == "date"
    assert not found.errors
    assert written(found, tmp_path).slug == "cases-of-examples"


def test_what_has_no_place_is_listed_and_no_count_of_people_is() -> None:
    found = read(V26, "codebook.xml")
    left = {one.text for one in found.unmapped}
    assert "Office of examples" in left
    assert "Names" in left
    told = repr(found)
    assert "'3'" not in told
    assert "'7'" not in told
    assert sum("counts and figures are not taken" in one.why for one in found.unmapped) == 1


def test_the_sample_is_valid_ddi() -> None:
    """Held against the official schema where the machine has it."""
    schema = CONFORMANCE / "ddi-codebook" / "2.6" / "codebook.xsd"
    need(schema)
    checker = etree.XMLSchema(etree.parse(str(schema)))
    checker.validate(etree.fromstring(V26.encode()))
    assert not checker.error_log


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (V26[: len(V26) // 2], "no whole XML: line"),
        (V26[:-3], "no whole XML: line"),
        ('<!DOCTYPE codeBook [<!ENTITY a "aaaa">]>' + V26.partition("\n")[2], "declares entities"),
        ('<!DOCTYPE x SYSTEM "file:///etc/passwd"><codeBook/>', "document type"),
        ("<DDIInstance/>", "`DDIInstance`, not `codeBook`"),
        ("<codeBook><dataDscr/></codeBook>", "describes no variable"),
        ("<" + "a>" * 3, "no whole XML"),
        ("<a>" * 5_000, "no whole XML"),
    ],
)
def test_hostile_and_half_xml_is_refused_in_words(text: str, told: str) -> None:
    with pytest.raises(DictionaryRefusedError, match=told):
        read(text, "codebook.xml")


def test_a_billion_laughs_is_refused_before_it_is_parsed() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE c [<!ENTITY l0 "ha">{laughs}]><codeBook>&l9;</codeBook>'
    for data in (bomb.encode(), bomb.encode("utf-16")):
        with pytest.raises(DictionaryRefusedError, match="declares entities"):
            read(data, "codebook.xml")


def test_a_variable_of_an_unknown_file_is_an_error_and_listed() -> None:
    found = read(V26.replace('files="F2" intrvl', 'files="F9" intrvl'), "codebook.xml")
    assert ("error", "dict-key") in rules(found)
    assert any("not described" in one.why for one in found.unmapped)


def test_a_code_with_two_labels_has_none_and_both_are_listed() -> None:
    text = V26.replace("<catValu>2</catValu>", "<catValu>1</catValu>")
    found = read(text, "codebook.xml")
    assert codes(found, "SEX") == {"1": "", "-9": "Not known"}
    assert {"1 = Male", "1 = Female"} <= {one.text for one in found.unmapped}
    assert ("error", "dict-code") in rules(found)


TOLD = """<codeBook xmlns="ddi:codebook:2_5">
<fileDscr ID="F1" URI="said-01"><fileTxt><fileName>CASES.sav</fileName>
<fileStrc><recGrp rectype="said-02"><labl>said-03</labl></recGrp></fileStrc></fileTxt>
<notes>said-04</notes><notes type="said-05">said-06</notes></fileDscr>
<dataDscr><varGrp var="said-07"><labl>said-08</labl></varGrp>
<var name="SEX" files="F1" wgt="said-09"><labl xml:lang="cy">said-10</labl><labl xml:lang="en">said-11</labl>
<qstn seqNo="said-12"><preQTxt>said-13</preQTxt><qstnLit>said-14</qstnLit></qstn>
<invalrng><range min="-19" max="-15"/><range min="916" max="917"/><key>said-18</key></invalrng>
<valrng><range min="1" max="2"/><key>said-19</key></valrng>
<catgry missType="said-20"><catValu>said-21</catValu><labl>said-22</labl><labl xml:lang="fr">said-23</labl>
<txt>said-24</txt><txt>said-25</txt></catgry>
<concept vocab="said-26">said-27</concept><notes>said-28</notes></var>
<var name="said-29" files="F9" wgt="said-30"><labl>said-31</labl></var></dataDscr></codeBook>"""


def test_everything_that_is_said_is_taken_or_listed() -> None:
    told = repr(read(TOLD, "book.xml"))
    wanted = {f"said-{number:02}" for number in range(1, 32)} - {"said-15", "said-16", "said-17"}
    assert sorted(one for one in wanted if one not in told) == []
    assert "-19 to -15; 916 to 917" in told


def test_of_several_languages_english_is_taken_and_welsh_labels_of_codes_stay() -> None:
    found = read(
        """<codeBook><stdyDscr><citation><titlStmt><titl xml:lang="cy">Teitl</titl><titl>Title</titl></titlStmt>
        </citation></stdyDscr><dataDscr><var name="SEX"><labl xml:lang="cy">Rhyw</labl><labl xml:lang="en">Sex</labl>
        <catgry><catValu>1</catValu><labl xml:lang="cy">Gwryw</labl><labl>Male</labl></catgry></var></dataDscr>
        </codeBook>""",
        "book.xml",
    )
    assert found.title == "Title"
    assert (only(found).variables[0].label, dict(only(found).variables[0].extra)) == ("Sex", {"labl cy": "Rhyw"})
    (code,) = found.code_lists[0].codes
    assert (code.label, code.label_cy) == ("Male", "Gwryw")
    assert to_descriptor(found)["codeLists"][0]["codes"] == [{"code": "1", "label": "Male", "labelCy": "Gwryw"}]


def test_words_of_elements_do_not_run_into_each_other() -> None:
    found = read(
        "<codeBook><dataDscr><var name='A'><txt><p>One</p><p>t<emph>w</emph>o</p></txt></var></dataDscr></codeBook>",
        "book.xml",
    )
    assert only(found).variables[0].definition == "One two"


def test_a_declaration_that_an_encoding_hides_is_refused_as_well() -> None:
    head = b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE codeBook [+ADwAIQ-ENTITY a "x">]>'
    with pytest.raises(DictionaryRefusedError, match="declares entities"):
        read(head + b'<codeBook><dataDscr><var name="A" ID="&a;"/></dataDscr></codeBook>', "book.xml", "ddi")


def test_figures_are_counted_in_one_line() -> None:
    stat = "<catgry><catValu>{}</catValu><catStat>5</catStat></catgry>"
    text = "".join(stat.format(n) for n in range(50))
    found = read(f"<codeBook><dataDscr><var name='A'>{text}</var></dataDscr></codeBook>", "book.xml")
    assert [(one.text, one.why) for one in found.unmapped] == [("50", "statistics: counts and figures are not taken")]
