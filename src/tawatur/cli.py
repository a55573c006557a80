"""The command line: a table of commands; a command's module is imported when it is called, so start-up is quick."""

from __future__ import annotations

import importlib
import os

import click

# The net's matrices are small: a second thread doubles the processor time and saves none; --jobs uses the cores.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Name and one sentence for the overview. The command stands in commands/NAME.py ("-" written "_") as `command`.
COMMANDS: tuple[tuple[str, str], ...] = (
    ("demo", "The bundled reports, end to end."),
    ("code", "Reports in, claims out; keeps nothing."),
    ("explain", "Which rule, which words and which rows of data made a claim."),
    ("why-not", "The rule nearest to a sentence and the first condition that failed."),
    ("init", "Make a project: a database and a folder of captures."),
    ("add", "Keep files, folders, archives, feeds and web pages in the project."),
    ("sources", "Outlets that are known, and addresses that were asked."),
    ("status", "What the project holds, what is not coded yet, what was skipped."),
    ("link", "Claims to incidents, with reasons; keeps them in a file if wanted."),
    ("incidents", "The table of incidents, filtered by day, type, country, chains."),
    ("show", "One incident: its chains, tolls by chain, reasons, what to judge."),
    ("judge", "Two incidents are the same or not; claims leave an incident."),
    ("desk", "Review in the browser: reports with their words, incidents, a queue, a map."),
    ("accounts", "Who may use the desk of a team, in which role."),
    ("search", "Find reports as people type Arabic; filter by date, place, outlet, type."),
    ("sheet", "Review in a spreadsheet: written, edited, read back as decisions."),
    ("release", "Files to give away: checked, dated, in the formats of the field."),
    ("backup", "The whole project database in one file."),
    ("restore", "A new project from a backup: the same rows, verdicts and history."),
    ("verify", "Prove that nothing was changed or lost, and name what was."),
    ("remove", "Remove a report for good; a tombstone with the reason stays."),
    ("gazetteer", "Import gazetteers of others, list and remove them."),
    ("places", "Names of places that no gazetteer has, by frequency."),
    ("ref", "The codebook: event types, outcomes, statuses and their rules."),
    ("score", "Quality on annotated reports."),
)


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one only when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the table."""
        return [name for name, _ in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, None where there is none."""
        if cmd_name not in dict(COMMANDS):
            return None
        module = importlib.import_module(f"tawatur.commands.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The overview, from the table."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="tawatur", message="tawatur %(version)s")
def main() -> None:
    """Read Arabic conflict reporting: what is said to have happened, who says so, by how many independent chains."""
