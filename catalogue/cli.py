"""`catalogue`: the command line, assembled."""

from __future__ import annotations

import click

from catalogue.commands import (
    audit,
    dictionary,
    differences,
    export,
    following,
    keep,
    lineage,
    notes,
    people,
    profile,
    publish,
    questions,
    sample,
    serve,
    trace,
    users,
    worker,
)
from catalogue.settings import VERSION


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="catalogue")
def main() -> None:
    """The Cafcass data catalogue: seal, search and serve descriptions of research data.

    Settings come from the environment; the manual lists them. Exit codes: 0 all is well; 1 refused, not found or not
    as sealed; 2 the command line cannot be understood; 3 a setting or the database stands in the way.
    """


for command in (
    serve.demo,
    serve.serve,
    sample.sample,
    dictionary.import_dictionary,
    publish.check,
    publish.publish,
    differences.diff,
    publish.retract,
    publish.rename,
    profile.profile,
    notes.note,
    notes.question,
    lineage.lineage,
    people.token,
    users.user,
    following.webhook,
    following.follow,
    worker.work_command,
    keep.reindex,
    audit.verify,
    audit.journal,
    keep.backup,
    keep.restore,
    export.export,
):
    main.add_command(command)
for question in (
    trace.upstream,
    trace.downstream,
    questions.impact,
    questions.diff,
    questions.why,
    questions.stale,
    questions.unbound,
):
    lineage.lineage.add_command(question)
