"""The steps of the pipeline in their order, each with its SQL and what it stands for in the real world."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Template

from catalogue.demo import figures

FOLDER = Path(__file__).with_name("sql")
# Projects of the databank have four digits; no project has these.
PROJECT = "0000"
# The code of the sample in names of the databank.
CODE = "SMPL"


@dataclass(frozen=True, slots=True)
class Step:
    """One step. actor: who does this in reality. mark: how the real counterpart is known.

    note: what it does, for a step that has no SQL to say so.
    """

    file: str
    title: str
    actor: str
    mark: str
    note: str = ""

    @property
    def name(self) -> str:
        """Its name as a job."""
        return self.file[3:].replace("_", "-")

    @property
    def path(self) -> str:
        """Where its code stands, from the root of the source."""
        return "catalogue/demo/generate.py" if self.note else f"catalogue/demo/sql/{self.file}.sql"

    @property
    def sql(self) -> str:
        """Its SQL as it is written, with names in place of parameters; empty when it has none."""
        return "" if self.note else (FOLDER / f"{self.file}.sql").read_text(encoding="utf-8")

    @property
    def says(self) -> str:
        """What it does, as its SQL says in the lines at the top."""
        lines = self.sql.split("\n\n", 1)[0].splitlines()
        return self.note or " ".join(line.removeprefix("--").strip() for line in lines)


STEPS = (
    Step(
        "00_case_files",
        "Case files, made up",
        "Nobody: in place of people who go to court",
        "calculated",
        "A seeded generator makes up case files, drawn from published figures.",
    ),
    Step("01_court_application", "Court application", "Family courts", "documented"),
    Step("02_case_system", "Case system", "Cafcass", "documented"),
    Step("03_extract", "Extract", "Cafcass, as owner of the data", "inferred"),
    Step("04_split_file_1", "Split: File 1", "Cafcass, as owner of the data", "documented"),
    Step("05_split_file_2", "Split: File 2", "Cafcass, as owner of the data", "documented"),
    Step("06_match_and_first_encryption", "Matching and first encryption", "Trusted third party", "documented"),
    Step("07_second_encryption", "Second encryption and recombination", "SAIL Databank", "documented"),
    Step("08_reference_load", "Reference load", "SAIL Databank", "seen-in-code"),
    Step("09_quality_report", "Quality report", "SAIL Databank", "inferred"),
    Step("10_project_view", "Project view", "SAIL Databank", "seen-in-code"),
    Step("11_derivation", "Derivation", "Researchers", "seen-in-code"),
    Step("12_output_check", "Output check", "Reviewers of the SAIL Databank", "documented"),
    Step("13_publication", "Publication", "Researchers and this catalogue", "documented"),
)
# The step that makes the case files, the one that makes the tables which the package of the extract describes, the one
# that judges them, and the one that makes the statistics.
GENERATOR, CORE, QUALITY, PUBLICATION = STEPS[0], STEPS[7], STEPS[9], STEPS[13]


@dataclass(frozen=True, slots=True)
class Parameters:
    """What one run of the pipeline can be told.

    seed: of the synthetic case files. until: the day up to which the court files and the case system enters.
    threshold: least number of cases or applications that a figure may rest on.
    """

    until: date
    seed: int = 1989
    threshold: int = 10

    @property
    def snapshot(self) -> str:
        """The day of the run as names of tables have it."""
        return f"{self.until:%Y%m%d}"

    @property
    def day(self) -> str:
        """The day of the run as people read it."""
        return f"{self.until.day} {self.until:%B %Y}"

    @property
    def vintage(self) -> str:
        """What figures of the run are called."""
        return f"Synthetic sample, run until {self.day}"

    def told(self) -> dict[str, str]:
        """Parameters that a run reports, by name. The keys of encryption are not among them."""
        return {
            "seed": str(self.seed),
            "until": self.until.isoformat(),
            "threshold": str(self.threshold),
            "project": PROJECT,
            "scale": f"1:{figures.SCALE}",
        }

    def fill(self, sql: str) -> str:
        """SQL with the parameters in their places."""
        return Template(sql).substitute(
            until=self.until.isoformat(),
            snapshot=self.snapshot,
            threshold=self.threshold,
            vintage=self.vintage,
            durations_from=f"{figures.FIRST_YEAR + 1}-04-01",
            first_key=f"third party {self.seed}",
            second_key=f"databank {self.seed}",
            project_key=f"project {PROJECT} {self.seed}",
        )
