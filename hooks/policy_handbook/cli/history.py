"""Commands for what happens to a policy over time: a new issue, a review, a withdrawal, and what an issue changed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from policy_handbook.cli.options import data_option, day_from, today_option
from policy_handbook.cli.reporting import FOUND, report

if TYPE_CHECKING:
    from policy_handbook.dates import Date
    from policy_handbook.findings import Finding
    from policy_handbook.history import Redline
    from policy_handbook.issuing import Plan
    from policy_handbook.model import Handbook, Policy

policy_argument = click.argument("policy_id", metavar="ID")
dry_run_option = click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
audience_option = click.option(
    "--audience", multiple=True, metavar="AUDIENCE", help="Who may read the row that is added; may be repeated."
)
next_option = click.option(
    "--next-review", default="", metavar="DATE", help="When the next review is due.  [default: as late as allowed]"
)


@click.command()
@policy_argument
@click.option("--kind", type=click.Choice(["material", "editorial"]), help="Has anybody to do something differently?")
@click.option("--summary", default="", help="What changed, in words that a reader understands.")
@click.option("--approved-by", default="", metavar="BODY", help="Who approved it.  [default: who approved the last]")
@click.option("--approved-on", default="", metavar="DATE", help="When.  [default: today]")
@click.option("--minute", default="", help="The minute that records it, such as FGB 26/31.")
@click.option("--effective-from", default="", metavar="DATE", help="From when it applies.  [default: the approval]")
@click.option("--changed-by", default="", metavar="ROLE", help="Who changed it.  [default: its owner]")
@click.option("--reviewed-by", default="", metavar="ROLE", help="Who reviewed it.  [default: its owner]")
@click.option("--reviewed-on", default="", metavar="DATE", help="When.  [default: the approval]")
@click.option("--note", default="", help="What the review considered.")
@next_option
@audience_option
@click.option("--links-checked", is_flag=True, help="The linked policies were read again, in their present issues.")
@click.option(
    "--from",
    "before",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The file as it was in force.  [default: from the history of the folder]",
)
@dry_run_option
@data_option
@today_option
def issue(policy_id: str, data: Path, today: str, before: Path | None, *, dry_run: bool, **given: Any) -> None:
    """Make the next issue of a policy from its edited file.

    The issue that it replaces is kept in issues/ID/; the change record, the review, the approval and the dates are
    put in. Refused while the rules find errors, or while linked policies wait for a second look.
    """
    from policy_handbook.issuing import Decision, plan_issue, refusals
    from policy_handbook.model import ChangeKind

    day = day_from(today)
    kind = given["kind"] or _asked("kind", "Has anybody to do something differently (material or editorial)?")
    decision = Decision(
        kind=ChangeKind(kind) if kind in tuple(ChangeKind) else _refuse(f"the kind is {kind}", "material or editorial"),
        summary=given["summary"] or _asked("summary", "What changed, in words that a reader understands?"),
        approved_on=_date(given["approved_on"] or day.isoformat()),
        effective_from=_date_or_none(given["effective_from"]),
        reviewed_on=_date_or_none(given["reviewed_on"]),
        next_review=_date_or_none(given["next_review"]),
        audience=given["audience"],
        **{
            name: given[name]
            for name in ("approved_by", "minute", "changed_by", "reviewed_by", "note", "links_checked")
        },
    )
    text = before.read_bytes().decode("utf-8", "replace") if before else None  # what is no text is no policy either
    plan = plan_issue(data, policy_id, decision, before=text)
    _carry_out(plan, data, dry_run=dry_run, findings=refusals(data, plan, root=Path(), today=day))


@click.command()
@policy_argument
@click.option(
    "--outcome",
    type=click.Choice(["no-change", "editorial", "new-issue", "withdraw"]),
    default="no-change",
    show_default=True,
    help="What the review led to.",
)
@click.option("--on", "date", default="", metavar="DATE", help="When it was finished.  [default: today]")
@click.option("--by", default="", metavar="ROLE", help="Who reviewed it.  [default: its owner]")
@click.option("--note", default="", help="What was considered.")
@next_option
@audience_option
@dry_run_option
@data_option
@today_option
def review(policy_id: str, data: Path, today: str, outcome: str, *, dry_run: bool, **given: Any) -> None:
    """Record a review that changed nothing, and when the next is due."""
    from policy_handbook.issuing import new_errors, plan_review

    if outcome == "withdraw":
        _refuse("a review that ends a policy is recorded with it", f"handbook withdraw {policy_id}")
    if outcome != "no-change":
        _refuse("a review that changed the text makes an issue", f"handbook issue {policy_id} records both")
    day = day_from(today)
    plan = plan_review(data, policy_id, _past_review(given, day.isoformat()))
    _carry_out(plan, data, dry_run=dry_run, findings=new_errors(data, plan, root=Path(), today=day))


@click.command()
@policy_argument
@click.option("--on", "date", default="", metavar="DATE", help="When.  [default: today]")
@click.option("--by", default="", metavar="ROLE", help="Who decided it.  [default: its owner]")
@click.option("--note", default="", help="Why, and what takes its place.")
@audience_option
@dry_run_option
@data_option
@today_option
def withdraw(policy_id: str, data: Path, today: str, *, dry_run: bool, **given: Any) -> None:
    """Withdraw a policy: its file stays, and no view shows it or its earlier issues any more.

    Refused where that would leave an error behind, such as a duty that no other policy meets.
    """
    from policy_handbook.issuing import new_errors, plan_withdrawal

    day = day_from(today)
    plan = plan_withdrawal(data, policy_id, _past_review({"next_review": ""} | given, day.isoformat()))
    _carry_out(plan, data, dry_run=dry_run, findings=new_errors(data, plan, root=Path(), today=day))


@click.command()
@click.option("--anew", multiple=True, metavar="ID", help="Take the present text of this policy for what was approved.")
@dry_run_option
@data_option
def lock(data: Path, anew: tuple[str, ...], *, dry_run: bool) -> None:
    """Put issues that are not in the lock file into it, so that an edit of them is found."""
    from policy_handbook.issuing import plan_lock

    _carry_out(plan_lock(data, anew=anew), data, dry_run=dry_run, findings=())


@click.command()
@policy_argument
@click.argument("old", type=int, required=False)
@click.argument("new", type=int, required=False)
@click.option("--view", default="public", show_default=True, metavar="AUDIENCE", help="As whom to read them.")
@click.option("--format", "form", type=click.Choice(["text", "html", "json"]), default="text", show_default=True)
@data_option
def diff(policy_id: str, old: int | None, new: int | None, view: str, form: str, data: Path) -> None:
    """Show what changed from issue OLD to issue NEW, as one audience reads them.

    Without numbers, the present issue is compared with the one before it. Both issues are filtered first, so that
    what is withheld from the audience is in no part of the result.
    """
    from policy_handbook.audience import for_audience
    from policy_handbook.history import redline
    from policy_handbook.history.fragments import redline_html
    from policy_handbook.history.text import redline_json, redline_text
    from policy_handbook.publish import usable_handbook

    handbook = usable_handbook(data)
    if view not in handbook.school.audiences:
        _refuse(f"there is no view called {view}", f"the views are {', '.join(handbook.school.audiences)}")
    shown = for_audience(handbook, view)
    made = redline(shown, *_two_issues(shown, policy_id, old, new))
    forms: dict[str, Callable[[Redline], str]] = {
        "text": redline_text,
        "html": lambda made: redline_html(made) + "\n",
        "json": redline_json,
    }
    click.echo(forms[form](made), nl=False)


def _two_issues(view: Handbook, policy_id: str, old: int | None, new: int | None) -> tuple[Policy, Policy]:
    policy = view.policies.get(policy_id)
    if policy is None:
        _refuse(f"the view {view.audience} has no policy with the id {policy_id}", "handbook build shows what it has")
    issues = dict(view.issues.get(policy_id, {})) | {policy.issue: policy}
    after = new if new is not None else policy.issue
    before = old if old is not None else after - 1
    for number in (before, after):
        if number not in issues:
            listed = ", ".join(str(number) for number in issues)
            _refuse(f"the view {view.audience} has no issue {number} of {policy_id}", f"it has {listed}")
    if before >= after:
        _refuse(f"issue {before} is no earlier than issue {after}", "name the earlier one first")
    return issues[before], issues[after]


def _past_review(given: dict[str, Any], today: str) -> Any:
    from policy_handbook.issuing import PastReview

    return PastReview(
        date=_date(given["date"] or today),
        by=given["by"],
        note=given["note"],
        next_review=_date_or_none(given["next_review"]),
        audience=given["audience"],
    )


def _carry_out(plan: Plan, data: Path, *, dry_run: bool, findings: Sequence[Finding]) -> None:
    """Write a plan, or show it; refuse it where something is found."""
    if findings:
        report(findings, "text")
        click.echo("Nothing was written: mend this first.", err=True)
        sys.exit(FOUND)
    if not plan.after:
        click.echo("There is nothing to write.")
        return
    if dry_run:
        for path in plan.after:
            for line in _changes(plan, path, data):
                click.echo(line)
        click.echo("Nothing was written, because of --dry-run.", err=True)
        return
    plan.write(data)
    click.echo(plan.says)
    for path in plan.after:
        click.echo(f"Wrote {(data / path).as_posix()}")


def _changes(plan: Plan, path: str, data: Path) -> Iterator[str]:
    name = (data / path).as_posix()
    after = plan.after[path].splitlines()
    if path not in plan.before:
        yield click.style(f"+++ {name} (new, {len(after)} lines)", bold=True)
        return
    import difflib

    colours = {"+": "green", "-": "red", "@": "cyan"}
    for line in difflib.unified_diff(plan.before[path].splitlines(), after, name, name, n=1, lineterm=""):
        yield click.style(line, fg=colours.get(line[:1]))


def _asked(option: str, question: str) -> str:
    """Ask a person; where there is none, say which option is missing."""
    if not sys.stdin.isatty():
        _refuse(f"--{option} is missing", question)
    answer: str = click.prompt(question, err=True)
    return answer.strip()


def _date(text: str) -> Date:
    from policy_handbook.dates import Date

    try:
        return Date.parse(text)
    except ValueError:
        _refuse(f"{text} is no date", "write it as 2026-11-21")


def _date_or_none(text: str) -> Date | None:
    return _date(text) if text else None


def _refuse(message: str, advice: str) -> NoReturn:
    from policy_handbook.publish import UnusableError

    raise UnusableError(message, advice)
