"""`catalogue`: the command line, assembled. A command is imported when it is asked for: all together take seconds."""

from __future__ import annotations

import importlib

import click

from catalogue.settings import VERSION

# Command to module and name there, in the order of the manual.
COMMANDS = {
    "demo": "serve:demo",
    "serve": "serve:serve",
    "sample": "sample:sample",
    "import-dictionary": "dictionary:import_dictionary",
    "check": "publish:check",
    "publish": "publish:publish",
    "diff": "differences:diff",
    "retract": "publish:retract",
    "rename": "publish:rename",
    "profile": "profile:profile",
    "note": "notes:note",
    "question": "notes:question",
    "lineage": "lineage:lineage",
    "token": "people:token",
    "user": "users:user",
    "webhook": "following:webhook",
    "follow": "following:follow",
    "work": "worker:work_command",
    "reindex": "keep:reindex",
    "verify": "audit:verify",
    "journal": "audit:journal",
    "backup": "keep:backup",
    "restore": "keep:restore",
    "export": "export:export",
}


class Commands(click.Group):
    """The commands by name, none of them imported before it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the manual."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, or None."""
        del ctx
        module, _, name = COMMANDS.get(cmd_name, "").partition(":")
        if not module:
            return None
        found: click.Command = getattr(importlib.import_module(f"catalogue.commands.{module}"), name)
        return found


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="catalogue")
def main() -> None:
    """The Cafcass data catalogue: seal, search and serve descriptions of research data.

    Settings come from the environment; the manual lists them. Exit codes: 0 all is well; 1 refused, not found or not
    as sealed; 2 the command line cannot be understood; 3 a setting or the database stands in the way.
    """
