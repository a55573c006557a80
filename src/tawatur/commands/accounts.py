"""`tawatur accounts`: who may use the desk of a team."""

from __future__ import annotations

from pathlib import Path

import click

from tawatur.commands.project_options import opened, project_options, show

ROLES = ("reader", "reviewer", "lead")


@click.group("accounts")
def command() -> None:
    """List, make and change the accounts of a team's desk (`tawatur desk --team`).

    \b
    reader     sees everything
    reviewer   decides, too
    lead       assigns to others and changes accounts, too
    """


@command.command("list")
@project_options
def list_accounts(project: str, captures: Path | None, who: str | None) -> None:
    """List all accounts: a table on a terminal, JSON Lines when piped."""
    del who
    from tawatur.desk.people import accounts

    with opened(project, captures) as store, store.reading() as connection:
        rows = [{"name": a.name, "role": a.role, "closed": a.disabled, "made": a.made} for a in accounts(connection)]
    show(rows, {"name": "name", "role": "role", "closed": "closed", "made": "made"}, "No accounts yet.")


@command.command("add")
@click.argument("name")
@project_options
@click.option("--role", type=click.Choice(ROLES), default="reviewer", show_default=True)
@click.password_option(help="Asked for where it is not given; at least 12 letters.")
def add(name: str, project: str, captures: Path | None, who: str | None, role: str, password: str) -> None:
    """Make an account. A pseudonym serves as a name."""
    del who
    from tawatur.desk.people import add_account

    with opened(project, captures) as store:
        add_account(store, name, password, role)
    click.echo(f"{name} may sign in as {role}.")


@command.command("change")
@click.argument("name")
@project_options
@click.option("--role", type=click.Choice(ROLES))
@click.option("--close/--open", "disabled", default=None, help="Close the account, or open it again.")
@click.option("--new-password", is_flag=True, help="Ask for a new password.")
def change(
    name: str,
    project: str,
    captures: Path | None,
    who: str | None,
    role: str | None,
    disabled: bool | None,
    new_password: bool,
) -> None:
    """Change an account's role or password, close it or open it again; its sessions end."""
    del who
    from tawatur.desk.people import change_account

    password = click.prompt("Password", hide_input=True, confirmation_prompt=True) if new_password else None
    with opened(project, captures) as store:
        change_account(store, name, role=role, disabled=disabled, password=password)
    click.echo(f"{name} is changed.")
