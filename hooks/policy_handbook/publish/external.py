"""Asks other hosts whether the addresses that the handbook links to still answer; with LinkChecker, and seldom.

Nothing here stops a build: pages of others move, and their servers have bad days. What answered lately is not asked
again, each address is asked once however often it is linked to, and one host is asked no faster than a person reads.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

from policy_handbook.findings import Finding, Place, Severity
from policy_handbook.publish.errors import UnusableError
from policy_handbook.publish.linkcheck import Link

RULE = "external-link"
CACHE = "external-links.json"
FRESH = dt.timedelta(days=7)
"""So long a good answer counts."""

_GONE = re.compile(r"40[04]|410|.*(NameResolutionError|Failed to resolve|InvalidURL)", re.DOTALL)
_NO_NETWORK = re.compile(r".*(ConnectionError|Timeout|Max retries|Network is unreachable)", re.DOTALL)
_MOVED = re.compile(r"Redirected to `(?P<to>[^']+)' status: 30[18]")
_CONFIG = """\
[checking]
threads=4
timeout=30
maxrequestspersecond=1
recursionlevel=0
useragent=policy-handbook-link-check{contact}
[output]
log=csv
status=0
verbose=1
[csv]
separator=;
"""

Asking = Callable[[Sequence[str]], "list[Answer]"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking for an address.

    Attributes:
        address: the address.
        good: whether something is there.
        result: the answer in the words of whoever gave it, such as ``404 Not Found``.
        moved_to: where it has moved for good; empty if it has not.
        day: when it was asked for, as 2026-11-21.
    """

    address: str
    good: bool
    result: str
    moved_to: str
    day: str


def ask(addresses: Sequence[str], *, contact: str, today: dt.date) -> list[Answer]:
    """Ask for addresses with LinkChecker, politely.

    Args:
        addresses: the addresses.
        contact: the address of the handbook, so that whoever is asked can see who asks.
        today: the day that goes with the answers.

    Raises:
        UnusableError: LinkChecker is not there or does not run.
    """
    if not addresses:
        return []
    if find_spec("linkcheck") is None:
        raise UnusableError("LinkChecker is not installed", 'pip install "policy-handbook[links]", and try again')
    with tempfile.TemporaryDirectory(prefix="handbook-links-") as home:
        Path(home).chmod(0o755)  # as root, LinkChecker turns into a user without rights, who must read this
        config = Path(home) / "linkcheckerrc"
        config.write_text(_CONFIG.format(contact=f" (+{contact})" if contact else ""), encoding="utf-8")
        own = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), home)
        done = subprocess.run(  # noqa: S603 - a module beside us
            [sys.executable, "-m", "linkcheck", "-f", str(config), "--stdin"],
            input="".join(f"{address}\n" for address in addresses),
            env=os.environ | own | {"LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
    if done.returncode not in (0, 1):
        said = done.stderr.strip().splitlines() or ["it did not say why"]
        raise UnusableError("LinkChecker could not run", said[-1])
    return read_answers(done.stdout, today)


def read_answers(table: str, today: dt.date) -> list[Answer]:
    """Read what LinkChecker writes as CSV."""
    lines = [line for line in table.splitlines() if not line.startswith("#")]
    answers = []
    for row in csv.DictReader(lines, delimiter=";"):
        moved = _MOVED.search(row["warningstring"] or "")
        good = row["valid"] == "True"
        answers.append(
            Answer(row["urlname"], good, row["result"], moved["to"] if good and moved else "", today.isoformat())
        )
    return sorted(answers, key=lambda answer: answer.address)


# --- what was answered before -----------------------------------------------------------------------------


def answers_for(addresses: Iterable[str], *, cache: Path | None, today: dt.date, asking: Asking) -> dict[str, Answer]:
    """Return an answer for every address; what was good lately is not asked for again.

    Args:
        addresses: the addresses.
        cache: the file that keeps answers; without one, and with one that cannot be read or written, none is kept.
        today: the day of asking.
        asking: asks for addresses.
    """
    wanted = sorted({address.replace(" ", "%20") for address in addresses})
    known = {
        address: answer
        for address, answer in (_remembered(cache) if cache else {}).items()
        if answer.good and today - FRESH < dt.date.fromisoformat(answer.day) <= today
    }
    fresh = {answer.address: answer for answer in asking([address for address in wanted if address not in known])}
    answers = known | fresh
    if cache:
        _remember(cache, answers)
    return {address: answers[address] for address in wanted if address in answers}


def _remembered(cache: Path) -> dict[str, Answer]:
    try:
        rows = json.loads(cache.read_text(encoding="utf-8"))
        return {row["address"]: Answer(**row) for row in rows}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def _remember(cache: Path, answers: Mapping[str, Answer]) -> None:
    rows = [asdict(answer) for _, answer in sorted(answers.items())]
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        cache.write_text(json.dumps(rows, indent=1, ensure_ascii=False), encoding="utf-8")
    except OSError:
        return


# --- as findings ------------------------------------------------------------------------------------------


def reachable(answers: Mapping[str, Answer]) -> bool:
    """Whether any host answered; if none did, it is the network and not the links."""
    return not answers or any(answer.good or not _NO_NETWORK.match(answer.result) for answer in answers.values())


def external_findings(
    answers: Mapping[str, Answer], links: Mapping[str, Sequence[Link]], place_of: Callable[[str], Place]
) -> list[Finding]:
    """Report addresses that are gone, that have moved for good, or that did not answer.

    Args:
        answers: what came of asking, by address.
        links: the links to each address.
        place_of: where in the data an address stands.
    """
    found = []
    for address, uses in links.items():
        answer = answers.get(address.replace(" ", "%20"))
        if answer is None or (answer.good and not answer.moved_to):
            continue
        pages = len({link.page for link in uses})
        on = f"linked to on {pages} {'page' if pages == 1 else 'pages'}"
        severity, message, write = _judged(answer)
        found.append(Finding(RULE, severity, place_of(address), f"{message}; {on}", found=address, write=write))
    return found


def _judged(answer: Answer) -> tuple[Severity, str, str]:
    if answer.moved_to:
        return Severity.INFO, "this page of somebody else’s has moved for good", answer.moved_to
    result = " ".join(answer.result.split())[:80]
    if _GONE.match(answer.result):
        return Severity.WARNING, f"this page of somebody else’s is gone ({result})", "where it is now, or no link"
    return Severity.INFO, f"this page of somebody else’s did not answer ({result})", "look at it; it may be there"


def place_finder(files: Iterable[Path], fallback: Callable[[str], Place]) -> Callable[[str], Place]:
    """Return what finds the first place at which an address is written.

    Args:
        files: the files to look in.
        fallback: says where else, for an address that is in none of them.
    """
    texts = {path.as_posix(): path.read_text(encoding="utf-8", errors="replace") for path in files}

    def place_of(address: str) -> Place:
        for name, text in texts.items():
            position = text.find(address)
            if position >= 0:
                before = text[:position]
                return Place(name, before.count("\n") + 1, position - before.rfind("\n"))
        return fallback(address)

    return place_of
