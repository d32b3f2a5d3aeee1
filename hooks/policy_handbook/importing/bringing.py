"""Brings files in: reads each, recovers its policy, proves that nothing was lost, and writes what is new."""

from __future__ import annotations

import datetime as dt
import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from policy_handbook import markup
from policy_handbook.importing.account import missing_words
from policy_handbook.importing.blocks import Document
from policy_handbook.importing.data_of import Check, PolicyData, data_of
from policy_handbook.importing.known import Known
from policy_handbook.importing.naming import id_of
from policy_handbook.importing.reading import MAX_BYTES, is_offered, read_document
from policy_handbook.importing.recover import Recovered, recover
from policy_handbook.importing.side_by_side import Trouble, Work
from policy_handbook.importing.sources.problems import UnreadableError
from policy_handbook.importing.writing import policy_text
from policy_handbook.model import Policy
from policy_handbook.read.source import parse

Item = TypeVar("Item")
Result = TypeVar("Result")


class State(StrEnum):
    """What became of a file."""

    WRITTEN = "written"
    SAME = "same"
    EXISTS = "exists"
    CLASH = "clash"
    UNREADABLE = "unreadable"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file.

    Attributes:
        source: the file.
        state: what became of it.
        message: one plain line on it.
        id: the id of its policy.
        target: the file that was written, or that is there already.
        document: the document as it was read.
        recovered: the policy as it was recovered.
        data: the fields of the policy, with what to look at.
        text: the YAML.
        difference: lines that differ from the policy that is there already.
        lost: words of the source that are nowhere; none, unless the importer is at fault.
    """

    source: Path
    state: State
    message: str
    id: str = ""
    target: Path | None = None
    document: Document | None = None
    recovered: Recovered | None = None
    data: PolicyData | None = None
    text: str = ""
    difference: tuple[str, ...] = ()
    lost: Counter[str] = field(default_factory=Counter)

    @property
    def checks(self) -> list[Check]:
        """What a person has to look at, what matters most first."""
        return sorted(self.data.checks, key=lambda check: check.weight) if self.data else []


@dataclass(frozen=True, slots=True)
class Order:
    """How to import.

    Attributes:
        data: the data folder.
        today: today's date.
        audience: who may read the policies, on the person's word; empty for staff only.
        as_issue: whether the documents are earlier issues of policies that are there.
        name: the id for a single file, instead of one made of its name.
    """

    data: Path
    today: dt.date
    audience: tuple[str, ...] = ()
    as_issue: bool = False
    name: str = ""


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files to import: those named, and those of folders that look like documents."""
    for path in paths:
        if path.is_dir():
            yield from sorted(inner for inner in path.rglob("*") if is_offered(inner))
        else:
            yield path


def bring_in(
    paths: Sequence[Path], order: Order, known: Known, progress: Callable[[str], None], cores: int = 0
) -> list[Outcome]:
    """Import files. A file that cannot be read is told of and stops nothing.

    Args:
        paths: the files.
        order: how to import.
        known: what the handbook knows.
        progress: told the name of each file when it was read and when it is done.
        cores: how many processes share the work; as many as the machine has cores if it is 0.
    """
    read: list[_Read] = []
    outcomes: list[Outcome] = []
    for path, got in zip(paths, _each(_read, paths, progress, paths, cores), strict=True):
        if isinstance(got, Trouble):
            outcomes.append(_unread(path, got.what))
        elif isinstance(got, Outcome):
            outcomes.append(got)
        else:
            read.append(_Read(path, got, order.name or id_of(path.name, got.properties.get("title", ""))))
    told, left = _clashes(sorted(read, key=_preferred), order)
    make = partial(_made, order=order, known=known.with_policies({one.id: one.id.replace("-", " ") for one in read}))
    for item, made in zip(left, _each(make, left, progress, [one.path for one in left], cores), strict=True):
        outcomes.append(_failed(item, made.what) if isinstance(made, Trouble) else _saved(made))
    ranks = {path: rank for rank, path in enumerate(paths)}
    return sorted([*outcomes, *told], key=lambda outcome: ranks[outcome.source])


@dataclass(frozen=True, slots=True)
class _Read:
    """A file that was read, with the id that its policy gets."""

    path: Path
    document: Document
    id: str


def _each(
    do: Callable[[Item], Result],
    items: Sequence[Item],
    progress: Callable[[str], None],
    paths: Sequence[Path],
    cores: int,
) -> list[Result | Trouble]:
    """Return the result for each item in its order; a single one needs no process of its own."""
    found: dict[int, Result | Trouble] = {}
    work = ((0, do(items[0])),) if len(items) == 1 else Work(do).each(items, cores)
    for place, got in work:
        found[place] = got
        progress(paths[place].name)
    return [found[place] for place in range(len(items))]


def _clashes(read: Iterable[_Read], order: Order) -> tuple[list[Outcome], list[_Read]]:
    """Tell of files that would get the id of one before them; return the others too."""
    first_of: dict[str, Path] = {}
    told: list[Outcome] = []
    left: list[_Read] = []
    for item in read:
        first = first_of.setdefault(item.id, item.path)
        if first == item.path or order.as_issue:
            left.append(item)
        else:
            line = f"would be {item.id} like {first.name}; rename one of them, or import it with --id"
            told.append(Outcome(item.path, State.CLASH, line, item.id, document=item.document))
    return told, left


_FORMS = ("Word", "OpenDocument", "HTML", "Markdown", "old Word", "plain text", "PDF")


def _preferred(item: _Read) -> tuple[int, str]:
    """Return a key that puts the format from which most is recovered first, for files of one policy."""
    form = item.document.form
    return (_FORMS.index(form) if form in _FORMS else len(_FORMS), item.path.as_posix())


def _read(path: Path) -> Document | Outcome:
    try:
        if path.stat().st_size > MAX_BYTES:
            line = f"the file has {path.stat().st_size // 1_000_000} MB; save it without its pictures, or as plain text"
            return Outcome(path, State.UNREADABLE, line)
        return read_document(path.read_bytes(), path.name)
    except UnreadableError as error:
        return Outcome(path, State.UNREADABLE, str(error))
    except OSError as error:
        return Outcome(path, State.UNREADABLE, f"the file cannot be opened: {error.strerror or error}")
    except Exception as error:
        return _unread(path, type(error).__name__)


_IN_WORDS = {
    "RecursionError": "its parts lie too deep in one another",
    "MemoryError": "it takes more memory than a policy does",
}


def _unread(path: Path, what: str) -> Outcome:
    line = f"the file could not be read ({_IN_WORDS.get(what, what)}); save it as .docx"
    return Outcome(path, State.FAILED, line)


def _made(item: _Read, order: Order, known: Known) -> Outcome:
    """Make the policy of a file, and write nothing."""
    try:
        recovered = recover(item.document, item.id, known, order.today)
        data = data_of(recovered, order.audience)
        text = policy_text(data, heading_of(item.path.name, item.document, order.today, len(data.checks)))
        lost = lost_words(item.document, recovered, text)
    except Exception as error:
        return _failed(item, type(error).__name__)
    target = _target(order, item.id, recovered)
    return Outcome(item.path, State.WRITTEN, "", item.id, target, item.document, recovered, data, text, lost=lost)


def _failed(item: _Read, what: str) -> Outcome:
    line = f"the importer could not make a policy of it ({_IN_WORDS.get(what, what)}); please report it"
    return Outcome(item.path, State.FAILED, line, item.id, document=item.document)


def _saved(made: Outcome) -> Outcome:
    """Write a policy where there is none."""
    if made.target is None:
        return made
    try:
        if made.target.exists():
            return _beside(made, made.target.read_text(encoding="utf-8", errors="replace"), made.target)
        made.target.parent.mkdir(parents=True, exist_ok=True)
        with made.target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(made.text)
    except OSError as error:
        line = f"the policy cannot be written: {error.strerror or error}"
        return Outcome(made.source, State.FAILED, line, made.id)
    return replace(made, message=_summary_line(made))


def _target(order: Order, name: str, recovered: Recovered) -> Path:
    if order.as_issue:
        return order.data / "issues" / name / f"{recovered.fields.issue.value}.yaml"
    return order.data / "policies" / f"{name}.yaml"


def _beside(made: Outcome, there: str, target: Path) -> Outcome:
    """Compare with what is there already, which is never touched."""
    shown = target.as_posix()
    imported = f"{made.source.name} as imported"
    lines = difflib.unified_diff(there.splitlines(), made.text.splitlines(), shown, imported, n=2, lineterm="")
    difference = tuple(lines)
    if _without_comments(there) == _without_comments(made.text):
        return replace(made, state=State.SAME, message=f"{shown} is there already and says the same")
    line = f"{shown} is there already and was not touched; see the differences"
    return replace(made, state=State.EXISTS, message=line, difference=difference)


def _without_comments(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.lstrip().startswith("#")]


def _summary_line(made: Outcome) -> str:
    sections = sum(1 for top in made.recovered.sections for _ in top.walk()) if made.recovered else 0
    clauses = (
        sum(1 for top in made.recovered.sections for section in top.walk() for _ in section.clauses)
        if made.recovered
        else 0
    )
    return f"{sections} sections, {clauses} clauses, {len(made.checks)} things to check"


def heading_of(name: str, document: Document, today: dt.date, checks: int) -> list[str]:
    """Return the comment at the beginning of an imported policy."""
    return [
        f"Imported from {name} ({document.form}) on {today.isoformat()}. It is a draft until somebody has read it",
        f"against the source. {checks} lines marked CHECK say what to look at; take each out when it is settled.",
    ]


# --- the proof ------------------------------------------------------------------------------------------


def lost_words(document: Document, recovered: Recovered, text: str) -> Counter[str]:
    """Return the words of a document that are neither in the YAML nor told of; the YAML is read back for it."""
    kept = list(section_texts(text))
    for section in (inner for top in recovered.sections for inner in top.walk()):
        if section.made_up and not section.number:
            kept.remove(section.title)
    return missing_words(document, kept, recovered.entries)


def section_texts(text: str) -> Iterator[str]:
    """Yield the words of the sections of a policy's YAML, as the handbook reads them.

    Raises:
        ValueError: the YAML is no policy.
    """
    source = parse(text.encode("utf-8"), "")
    try:
        policy = Policy.model_validate(source.value)
    except ValidationError as error:
        raise ValueError(f"the YAML is no policy: {error.errors()[0]['msg']}") from error
    for section in policy.all_sections():
        yield section.title
        for definition in section.definitions:
            yield definition.term
            yield markup.words(definition.meaning)
    for clause in policy.all_clauses():
        yield markup.words(clause.text)
