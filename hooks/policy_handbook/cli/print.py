"""``handbook print``: policies, fliers, packs and sign-off sheets as PDF, without a build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from policy_handbook.cli.options import data_option, day_from, today_option

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from policy_handbook.model import Handbook, Policy
    from policy_handbook.print import Cache
    from policy_handbook.print.signing import Person

T = TypeVar("T")

view_option = click.option(
    "--view", default="staff", show_default=True, metavar="AUDIENCE", help="As which audience reads it."
)
out_option = click.option(
    "--out", type=click.Path(path_type=Path), default=None, metavar="FILE", help="Where to write it.  [default: its id]"
)
names_option = click.option(
    "--names",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="CSV",
    help="A file with name,post.",
)


@click.group("print")
def print_sheets() -> None:
    """Print policies, fliers, packs and sign-off sheets as PDF."""


@print_sheets.command("policy")
@click.argument("policy_id", metavar="ID")
@view_option
@out_option
@data_option
def print_policy(policy_id: str, view: str, out: Path | None, data: Path) -> None:
    """Print one policy as an audience reads it."""
    from policy_handbook.print.document import policy_document

    seen = _view(data, view)
    policy = one(seen.policies, policy_id, "policy in force", view)
    made = _typeset(lambda: policy_document(seen, policy, _crest(seen, data), _cache()).content)
    write(out or Path(f"{policy_id}.pdf"), made)


@print_sheets.command("flier")
@click.argument("flier_id", metavar="ID")
@click.option("--language", default="en", show_default=True, metavar="CODE", help="en, or that of a translation.")
@click.option("--view", default="", metavar="AUDIENCE", help="As which audience has it.  [default: its reader]")
@out_option
@data_option
def print_flier(flier_id: str, language: str, view: str, out: Path | None, data: Path) -> None:
    """Print one flier."""
    from policy_handbook.print.flier import ENGLISH, flier_document
    from policy_handbook.publish import UnusableError, usable_handbook

    whole = usable_handbook(data)
    reader = one(whole.fliers, flier_id, "flier", "").reader
    seen = _view(data, view or reader)
    flier = one(seen.fliers, flier_id, "flier", view or reader)
    if language not in (ENGLISH, *flier.translations):
        known = ", ".join((ENGLISH, *flier.translations))
        raise UnusableError(f"the flier {flier_id} is not there in {language}", f"it is there in: {known}")
    made = _typeset(lambda: flier_document(seen, flier, _crest(seen, data), _cache(), language).content)
    suffix = "" if language == ENGLISH else f"-{language}"
    write(out or Path(f"{flier_id}{suffix}.pdf"), made)


@print_sheets.command("handbook")
@view_option
@out_option
@data_option
@today_option
def print_handbook(view: str, out: Path | None, data: Path, today: str) -> None:
    """Print every policy of a view as one document."""
    from policy_handbook.print import NO_CACHE
    from policy_handbook.print.pack import handbook_pack

    seen = _view(data, view)
    made = _typeset(lambda: handbook_pack(seen, _crest(seen, data), day_from(today), NO_CACHE).pdf)
    write(out or Path(f"handbook-{view}.pdf"), made)


@print_sheets.command("induction")
@click.argument("role", metavar="ROLE")
@view_option
@out_option
@data_option
@today_option
def print_induction(role: str, view: str, out: Path | None, data: Path, today: str) -> None:
    """Print what a new holder of ROLE reads, in order, with a sheet to sign."""
    from policy_handbook.print import NO_CACHE
    from policy_handbook.print.pack import induction_of, induction_pack
    from policy_handbook.publish import UnusableError

    seen = _view(data, view)
    one(seen.people.roles, role, "role", view)
    if not induction_of(seen, role):
        raise UnusableError(f"nothing asks anything of {role}", "list what they read under induction: in people.yaml")
    made = _typeset(lambda: induction_pack(seen, role, _crest(seen, data), day_from(today), NO_CACHE).pdf)
    write(out or Path(f"induction-{role}.pdf"), made)


@print_sheets.command("governors")
@click.option("--date", "meeting", required=True, metavar="DATE", help="The day of the meeting, such as 2026-12-10.")
@click.option("--body", default="", metavar="BODY", help="Only what this body approves.")
@click.option(
    "--within", default="30d", show_default=True, metavar="TIME", help="Reviews due so long after it count too."
)
@view_option
@out_option
@data_option
def print_governors(meeting: str, body: str, within: str, view: str, out: Path | None, data: Path) -> None:
    """Print what is up for approval at a meeting, with what changed and room for the decision.

    Drafts are in it, which no view of the site shows.
    """
    from policy_handbook.cli.due import until_from
    from policy_handbook.print import NO_CACHE
    from policy_handbook.print.governors import governors_pack, matters
    from policy_handbook.publish import usable_handbook

    day = day_from(meeting)
    seen = _view(data, view)
    if body:
        one(seen.people.bodies, body, "body", "")
    whole = usable_handbook(data)
    found = matters(whole, day, until_from(within, day), body)
    crest = _crest(whole, data)
    made = _typeset(lambda: governors_pack(whole, found, day, crest, NO_CACHE, audience=view, body=body).pdf)
    write(out or Path(f"governors-{day.isoformat()}.pdf"), made)


@print_sheets.command("sign-off")
@click.argument("policy_ids", nargs=-1, metavar="[ID]...")
@click.option("--role", default="", metavar="ROLE", help="What a new holder of this role reads.")
@names_option
@view_option
@out_option
@data_option
def print_sign_off(
    policy_ids: tuple[str, ...], role: str, names: Path | None, view: str, out: Path | None, data: Path
) -> None:
    """Print a sheet on which staff sign that they have read policies; with empty rows where no names are given."""
    from policy_handbook.print.signing import sign_off_sheet

    seen = _view(data, view)
    policies = _policies(seen, policy_ids, role, view)
    people = _people(names)
    title = seen.title_of(role) if role else "" if len(policies) == 1 else "policies"
    made = _typeset(lambda: sign_off_sheet(seen, policies, people, _crest(seen, data), title).pdf)
    write(out or Path(f"sign-off-{role or policies[0].id}.pdf"), made)


@print_sheets.command("unsigned")
@click.argument("policy_ids", nargs=-1, metavar="[ID]...")
@click.option("--role", default="", metavar="ROLE", help="What a new holder of this role reads.")
@click.option(
    "--names",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="CSV",
    help="Who has to sign: a file with name,post.",
)
@click.option(
    "--signed",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="CSV",
    help="Who has signed: a file with name,policy,issue.",
)
@view_option
@data_option
def print_unsigned(policy_ids: tuple[str, ...], role: str, names: Path, signed: Path, view: str, data: Path) -> None:
    """Write as CSV who has still to sign for which policy in its present issue."""
    from policy_handbook.print.signing import SigningError, signatures_from, still_to_sign, unsigned_csv
    from policy_handbook.publish import UnusableError

    seen = _view(data, view)
    policies = _policies(seen, policy_ids, role, view)
    try:
        signatures = signatures_from(_bytes(signed), signed.as_posix())
    except SigningError as error:
        raise UnusableError(str(error), error.advice) from None
    text = unsigned_csv(still_to_sign(_people(names), policies, signatures))
    click.echo(text.encode("utf-8"), nl=False)  # its line ends are those of CSV on every system


@print_sheets.command("icons")
@click.argument("word")
def print_icons(word: str) -> None:
    """List the icons with WORD in their names, for the points of a flier."""
    from policy_handbook.print.icons import icons_with
    from policy_handbook.publish import UnusableError

    found = icons_with(word)
    if not found:
        raise UnusableError(f"no icon has {word} in its name", "try a plainer word, such as phone or account")
    click.echo("\n".join(found))


def _view(data: Path, audience: str) -> Handbook:
    """Read the data and return what an audience may see of it."""
    from policy_handbook.audience import for_audience
    from policy_handbook.print import can_typeset
    from policy_handbook.publish import UnusableError, usable_handbook

    if not can_typeset():
        raise UnusableError("there is no Typst for this machine", "print the pages from the browser")
    handbook = usable_handbook(data)
    if audience not in handbook.school.audiences:
        known = ", ".join(handbook.school.audiences)
        raise UnusableError(f"there is no view called {audience}", f"the views are {known}")
    return for_audience(handbook, audience)


def one(known: Mapping[str, T], name: str, what: str, view: str) -> T:
    """Return what somebody named, or say what there is.

    Raises:
        UnusableError: there is none of that name.
    """
    from policy_handbook.publish import UnusableError
    from policy_handbook.rules.context import nearest

    if name in known:
        return known[name]
    near = nearest(name, known)
    advice = f"did you mean {near}?" if near else f"there are: {', '.join(known) or 'none'}"
    raise UnusableError(f"there is no {what} called {name}{f' for {view}' if view else ''}", advice)


def _policies(view: Handbook, names: Sequence[str], role: str, audience: str) -> list[Policy]:
    from policy_handbook.print.pack import induction_of
    from policy_handbook.publish import UnusableError

    found = [one(view.policies, name, "policy in force", audience) for name in names]
    if role:
        one(view.people.roles, role, "role", audience)
        found += [policy for policy in induction_of(view, role) if policy not in found]
    if not found:
        raise UnusableError("no policy is named", "name policies, or a role with --role")
    return found


def _people(names: Path | None) -> list[Person]:
    from policy_handbook.print.signing import SigningError, people_from
    from policy_handbook.publish import UnusableError

    if names is None:
        return []
    try:
        return people_from(_bytes(names), names.as_posix())
    except SigningError as error:
        raise UnusableError(str(error), error.advice) from None


def _crest(view: Handbook, data: Path) -> str:
    from policy_handbook.print import PictureError, as_svg
    from policy_handbook.publish.checking import crest_of

    crest = crest_of(view, data)
    try:
        return as_svg(crest) if crest else ""
    except PictureError:
        return ""  # handbook check says what is wrong with it


def _cache() -> Cache:
    from policy_handbook.publish.checking import printed

    return printed(Path())


def _typeset(make: Callable[[], bytes]) -> bytes:
    from policy_handbook.print import TypesetError
    from policy_handbook.publish import UnusableError

    try:
        return make()
    except TypesetError as error:
        raise UnusableError(f"this cannot be printed: {error}", "handbook check says where") from None


def _bytes(path: Path) -> bytes:
    from policy_handbook.publish import UnusableError

    try:
        return path.read_bytes()
    except OSError as error:
        raise UnusableError(
            f"{path.as_posix()} cannot be read: {error.strerror or error}", "name another file"
        ) from None


def write(path: Path, content: bytes) -> None:
    """Write a file and say where.

    Raises:
        UnusableError: it cannot be written.
    """
    from policy_handbook.publish import UnusableError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise UnusableError(
            f"{path.as_posix()} cannot be written: {error.strerror or error}", "name another file"
        ) from None
    click.echo(path.as_posix())
