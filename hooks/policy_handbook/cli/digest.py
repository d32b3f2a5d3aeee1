"""``handbook digest``: a message about what is due for each owner, shown, written or sent."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from policy_handbook.cli.due import until_from
from policy_handbook.cli.options import data_option, day_from, today_option

if TYPE_CHECKING:
    import datetime as dt
    from smtplib import SMTP

    from policy_handbook.feeds.digest import Digest


@click.command()
@click.option("--within", default="60d", show_default=True, metavar="TIME", help="How far ahead: 60d, 3m or “2 terms”.")
@click.option("--owner", default="", metavar="ROLE", help="The message to this role only.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Write .txt, .html and .eml files."
)
@click.option("--send", is_flag=True, help="Send the messages. Without it they are only shown.")
@click.option("--smtp", default="", metavar="HOST:PORT", help="The school’s mail server.  [default: $HANDBOOK_SMTP]")
@click.option("--sender", default="", metavar="ADDRESS", help="Whom they come from.  [default: the school’s address]")
@data_option
@today_option
def digest(
    within: str, owner: str, out: Path | None, smtp: str, sender: str, data: Path, today: str, *, send: bool
) -> None:
    """Tell each owner what is due, in one message with the oldest first.

    Nothing is sent without --send. The mail server may ask for HANDBOOK_SMTP_USER and HANDBOOK_SMTP_PASSWORD.
    """
    from policy_handbook.feeds.digest import digests
    from policy_handbook.feeds.due import due_list
    from policy_handbook.publish import read_usable

    day = day_from(today)
    handbook, _ = read_usable(data)
    made = digests(due_list(handbook, day, until_from(within, day), owner))
    whence = sender or handbook.school.email or "handbook@localhost"
    if not made:
        click.echo("Nothing is due.")
    for message in made:
        if out:
            _write(out, message, whence, day)
        elif not send:
            click.echo(f"To: {message.title} <{message.to or 'no address is given'}>\nSubject: {message.subject}\n")
            click.echo(message.text)
    if send:
        _send(made, smtp or os.environ.get("HANDBOOK_SMTP", ""), whence, day)
    elif made and not out:
        click.echo("Nothing was sent: --send sends these.", err=True)


def _write(out: Path, message: Digest, sender: str, today: dt.date) -> None:
    from policy_handbook.feeds.digest import email_of

    out.mkdir(parents=True, exist_ok=True)
    mail = email_of(message, sender=sender, today=today).as_bytes()
    for ending, content in ((".txt", message.text.encode()), (".html", message.html.encode()), (".eml", mail)):
        (out / f"{message.owner}{ending}").write_bytes(content)
        click.echo((out / f"{message.owner}{ending}").as_posix())


def _send(messages: Sequence[Digest], server: str, sender: str, today: dt.date) -> None:
    import smtplib

    from policy_handbook.feeds.digest import email_of

    host, _, port = server.partition(":")
    if not host or not (port or "587").isdecimal():
        _refuse("no mail server is named", "write --smtp mail.example.org:587")
    try:
        with _connected(host, int(port or 587)) as connection:
            for message in messages:
                if not message.to:
                    click.echo(f"Not sent to the {message.title}: people.yaml gives no address", err=True)
                    continue
                connection.send_message(email_of(message, sender=sender, today=today))
                click.echo(f"Sent to the {message.title}: {message.subject}")
    except (OSError, smtplib.SMTPException) as error:
        why = error.strerror.lower() if isinstance(error, OSError) and error.strerror else str(error)
        _refuse(f"the mail server {host} did not take the messages", why)


def _connected(host: str, port: int) -> SMTP:
    """Connect with encryption; only a server on this machine may go without."""
    import smtplib
    import ssl

    context = ssl.create_default_context()
    connection = (
        smtplib.SMTP_SSL(host, port, timeout=30, context=context)
        if port == 465
        else smtplib.SMTP(host, port, timeout=30)
    )
    if port != 465:
        connection.ehlo()
        if connection.has_extn("starttls"):
            connection.starttls(context=context)
        elif host not in ("localhost", "127.0.0.1", "::1"):
            connection.close()
            _refuse(f"the mail server {host} offers no encryption", "ask for the port with TLS, often 587 or 465")
    user, password = os.environ.get("HANDBOOK_SMTP_USER"), os.environ.get("HANDBOOK_SMTP_PASSWORD")
    if user and password:
        connection.login(user, password)
    return connection


def _refuse(message: str, advice: str) -> NoReturn:
    from policy_handbook.publish import UnusableError

    raise UnusableError(message, advice)
