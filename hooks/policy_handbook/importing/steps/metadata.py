"""Makes fields of labels, of the change record sheet, and of sentences that say when and by whom."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from policy_handbook.dates import Date, Interval
from policy_handbook.importing.fields import GUESS, LIKELY, SURE, Approved, ChangeRow, Told
from policy_handbook.importing.known import Known, named_body, named_role
from policy_handbook.importing.steps.changes import Row
from policy_handbook.importing.steps.labels import Pair, is_filler
from policy_handbook.importing.steps.listed import Listed
from policy_handbook.importing.when import find_dates, find_interval


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the control data is made of.

    Attributes:
        pairs: labels with values.
        rows: rows of the change record sheet.
        listed: documents to read, as tables list them.
        sentences: the text, a sentence each.
        properties: what the file says about itself.
        known: what the handbook knows.
        today: today's date.
    """

    pairs: tuple[Pair, ...]
    rows: tuple[Row, ...]
    listed: tuple[Listed, ...]
    sentences: tuple[str, ...]
    properties: Mapping[str, str]
    known: Known
    today: dt.date

    def values(self, *fields: str) -> list[Pair]:
        """Return the pairs of some fields that have a value, in the order of the fields."""
        return [pair for field in fields for pair in self.pairs if pair.field == field and not is_filler(pair.value)]


def _shown(pair: Pair) -> str:
    return f"{pair.label}: {pair.value}"


# --- dates ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a policy, as far as the source tells them."""

    issued: Told[Date] | None = None
    approved: Told[Date] | None = None
    effective: Told[Date] | None = None
    reviewed: Told[Date] | None = None
    next: Told[Date] | None = None
    equality: Told[Date] | None = None


_SENTENCES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("next", re.compile(r"next (?:be )?review|next due|due for review|reviewed again|will (?:next )?be reviewed (?:again )?(?:in|on|by|before)|review (?:is )?due|review date", re.IGNORECASE)),  # noqa: E501
    ("approved", re.compile(r"\b(?:approved|ratified|adopted|agreed|accepted|signed off)\b", re.IGNORECASE)),
    ("effective", re.compile(r"\b(?:effective from|takes? effect|comes? into (?:effect|force)|applies from|in force from|with effect from)\b", re.IGNORECASE)),  # noqa: E501
    ("reviewed", re.compile(r"\b(?:last reviewed|was reviewed|been reviewed|reviewed (?:in|on|by)|updated (?:in|on)|last updated|revised (?:in|on))\b", re.IGNORECASE)),  # noqa: E501
    ("issued", re.compile(r"\b(?:written in|written on|issued (?:in|on)|drawn up|published (?:in|on)|created (?:in|on)|dated)\b", re.IGNORECASE)),  # noqa: E501
)  # fmt: skip


def dates_of(evidence: Evidence) -> Dates:
    """Find the dates."""
    found: dict[str, Told[Date]] = {}
    for field in ("issued", "approved", "effective", "reviewed", "next", "equality"):
        told = _from_pairs(evidence, field)
        if told:
            found[field] = told
    if "approved" not in found and (told := _from_pairs(evidence, "approver")):
        found["approved"] = told
    if "reviewed" not in found and (told := _from_pairs(evidence, "owner", label="review")):
        found["reviewed"] = told
    _place_review_date(evidence, found)
    for field, told in _from_sentences(evidence).items():
        found.setdefault(field, told)
    return Dates(**found)


def _from_pairs(evidence: Evidence, field: str, label: str = "") -> Told[Date] | None:
    for pair in evidence.values(field):
        dates = find_dates(pair.value, rough=True)
        if dates and label in pair.label.lower():
            last = max(dates, key=lambda item: item.date) if field in ("next", "reviewed") else dates[0]
            doubt = last.doubt or ("several dates are given" if len(dates) > 1 else "")
            return Told(last.date, LIKELY if doubt else SURE, _shown(pair), doubt)
    return None


def _place_review_date(evidence: Evidence, found: dict[str, Told[Date]]) -> None:
    """Tell whether a mere review date is the last or the next one."""
    told = _from_pairs(evidence, "review")
    if told is None:
        return
    base = found.get("approved") or found.get("issued") or found.get("reviewed") or found.get("effective")
    is_past = base is not None and told.value <= base.value
    if "next" in found or is_past:
        field, other = "reviewed", "last"
    else:
        field, other = "next", "next"
    if field in found:
        return
    certain = base is not None or "next" in found
    doubt = told.doubt or ("" if certain else f"“review date” was taken for the {other} review")
    found[field] = Told(told.value, told.sure if certain else LIKELY, told.source, doubt)


def _from_sentences(evidence: Evidence) -> dict[str, Told[Date]]:
    found: dict[str, Told[Date]] = {}
    for sentence in evidence.sentences:
        dates = find_dates(sentence)
        for date in dates:
            before = sentence[max(0, date.start - 90) : date.start]
            field = _field_before(before)
            if field and field not in found:
                found[field] = Told(date.date, LIKELY, sentence, date.doubt)
    return found


def _field_before(text: str) -> str:
    """Return the field that the words before a date name last."""
    best, position = "", -1
    for field, pattern in _SENTENCES:
        for match in pattern.finditer(text):
            if match.start() > position:
                best, position = field, match.start()
    return best


# --- issue, approval, owner -----------------------------------------------------------------------------


def issue_of(evidence: Evidence, changes: Sequence[ChangeRow]) -> Told[int]:
    """Find the number of the issue."""
    for pair in evidence.values("issue"):
        match = re.search(r"\d{1,3}(?:\.\d+)*", pair.value)
        if match and not re.fullmatch(r"(?:19|20)\d\d", match[0]):
            whole = int(match[0].split(".")[0])
            if str(whole) == match[0]:
                return Told(max(whole, 1), SURE, _shown(pair))
            return Told(max(whole, 1), LIKELY, _shown(pair), f"the source says {match[0]}; an issue is a whole number")
    if changes:
        last = max(row.issue for row in changes)
        return Told(last, LIKELY, "change record sheet")
    return Told(1, GUESS, "", "the source gives no issue number")


def approval_of(evidence: Evidence, dates: Dates) -> tuple[Told[Approved] | None, str]:
    """Find who approved the policy and when.

    Returns:
        The approval, and what a person has to look at if there is none.
    """
    who, source = _approver(evidence)
    minute = _minute(evidence)
    when = dates.approved
    near = dates.issued or dates.effective or dates.reviewed
    if when is None and who and near:
        doubt = f"approved by {who[0]}, but the source does not say when; this is another date of the source"
        return Told(Approved(who[0], str(near.value), minute), GUESS, source, doubt), ""
    if when is None:
        advice = f"approved by {who[0]}, but the source does not say when" if who else "the source tells no approval"
        return None, advice
    if not who:
        told = Approved("governing-board", str(when.value), minute)
        doubt = "the source does not say who approved"
        return Told(told, GUESS, when.source, doubt), ""
    name, listed = who
    doubt = when.doubt or ("" if listed else f"{name} is not in people.yaml")
    return Told(Approved(name, str(when.value), minute), min(when.sure, SURE), source or when.source, doubt), ""


def _minute(evidence: Evidence) -> str:
    """Find the minute of the approval, beside its own label or after the date."""
    for pair in evidence.values("minute"):
        return pair.value
    found = (_MINUTE.search(pair.value) for pair in evidence.values("approved", "approver"))
    return next((match["minute"].strip(" .)") for match in found if match), "")


_MINUTE = re.compile(
    r"\bminutes?\b(?:\s+(?:no|number|ref|reference)\b\.?)?:?\s+(?P<minute>[^;]*\d[^;]*)", re.IGNORECASE
)


def _approver(evidence: Evidence) -> tuple[tuple[str, bool] | None, str]:
    known = evidence.known.people
    for pair in evidence.values("approver", "approved"):
        for text in (pair.value, pair.label):
            found = named_body(text, known) or named_role(text, known)
            if found:
                return (found.id, found.listed), _shown(pair)
    pattern = re.compile(r"\b(?:approved|ratified|adopted|agreed)\b.{0,40}\bby\b(?P<who>.{0,60})", re.IGNORECASE)
    for sentence in evidence.sentences:
        match = pattern.search(sentence)
        found = match and (named_body(match["who"], known) or named_role(match["who"], known))
        if found:
            return (found.id, found.listed), sentence
    return None, ""


def owner_of(evidence: Evidence) -> Told[str]:
    """Find the role that looks after the policy."""
    people = evidence.known.people
    for pair in evidence.values("owner", "author"):
        found = named_role(pair.value, people) or named_body(pair.value, people)
        if found and not (pair.field == "author" and found.id == "governing-board"):
            sure = SURE if pair.field == "owner" and "review" not in pair.label.lower() else LIKELY
            doubt = "" if found.listed else f"the role {found.id} is not in people.yaml"
            return Told(found.id, sure, _shown(pair), doubt)
    told = evidence.values("owner", "author")
    if told:
        return Told("headteacher", GUESS, _shown(told[0]), f"which role is “{told[0].value}”?")
    pattern = re.compile(
        r"(?P<who>[^.]{3,60}?)\b(?:is|are|has|have)\b[^.]{0,40}\bresponsib\w+ for (?:the )?(?:implement"
        r"|day|maintain|review|this policy|monitor)",
        re.IGNORECASE,
    )
    for sentence in evidence.sentences:
        match = pattern.search(sentence)
        found = named_role(match["who"], people) if match else None
        if found:
            return Told(found.id, LIKELY * 0.8, sentence, "taken from the text: is this the owner?")
    return Told("headteacher", GUESS, "", "the source names no owner")


# --- reviews --------------------------------------------------------------------------------------------


def interval_of(evidence: Evidence, dates: Dates) -> Told[str]:
    """Find how often the policy is reviewed."""
    for pair in evidence.values("every", "review", "next", "owner"):
        interval = find_interval(pair.value)
        if interval:
            return Told(interval, SURE, _shown(pair))
    for sentence in evidence.sentences:
        if re.search(r"\breview|\brenew|\brevis", sentence, re.IGNORECASE):
            interval = find_interval(sentence)
            if interval and _is_of_policy(sentence):
                return Told(interval, LIKELY, sentence)
    start = dates.approved or dates.issued or dates.reviewed or dates.effective
    if start and dates.next and start.value < dates.next.value:
        months = (dates.next.value.year - start.value.year) * 12 + dates.next.value.month - start.value.month
        near = min((12, 24, 36, 48), key=lambda length: abs(length - months))
        if abs(near - months) <= 3:
            return Told(f"{near} months", LIKELY, "the time between the dates")
    return Told("12 months", GUESS, "", "the source does not say how often it is reviewed")


def _is_of_policy(sentence: str) -> bool:
    return (
        re.search(r"\b(?:policy|policies|document|procedure|plan|statement|this)\b", sentence, re.IGNORECASE)
        is not None
    )


def next_review(dates: Dates, every: str, effective: Told[str]) -> Told[str]:
    """Find when the next review is due, or work it out."""
    if dates.next:
        return Told(str(dates.next.value), dates.next.sure, dates.next.source, dates.next.doubt)
    start = dates.approved or dates.reviewed or dates.issued or dates.effective
    first = start.value.last_day if start else Date.parse(effective.value).last_day
    due = Interval.parse(every).after(first)
    return Told(f"{due:%Y-%m}", GUESS, "", f"not in the source; worked out as {every} after {first.isoformat()}")


def effective_from(evidence: Evidence, dates: Dates, changes: Sequence[ChangeRow]) -> Told[str]:
    """Find the day from which the policy applies, or the nearest thing to it."""
    if dates.effective:
        return Told(str(dates.effective.value), dates.effective.sure, dates.effective.source, dates.effective.doubt)
    for name, told in (("approval", dates.approved), ("issue", dates.issued), ("last review", dates.reviewed)):
        if told:
            doubt = told.doubt or f"the source does not say from when it applies; this is the date of {name}"
            return Told(str(told.value), LIKELY, told.source, doubt)
    if changes:
        return Told(changes[-1].date, LIKELY, "change record sheet", "this is the date of the last change")
    written = evidence.properties.get("changed") or evidence.properties.get("created") or ""
    found = find_dates(written)
    if found and found[0].date.last_day <= evidence.today:
        return Told(str(found[0].date), GUESS, "properties of the file", "this is the date of the file")
    return Told(evidence.today.isoformat(), GUESS, "", "the source has no date; this is today")


# --- change record --------------------------------------------------------------------------------------

_NO_CHANGE = re.compile(
    r"\b(?:no (?:significant |material |substantive )?changes?|reviewed|typo\w*|minor|formatting|wording"
    r"|dates? updated|names? updated|links? updated|staff names|logo|spelling)\b",
    re.IGNORECASE,
)


def change_rows(evidence: Evidence, owner: str) -> tuple[ChangeRow, ...]:
    """Make rows of the change record sheet, oldest first."""
    made: list[tuple[ChangeRow, bool]] = []
    latest = ""
    for row in evidence.rows:
        dates = find_dates(row.date, rough=True)
        date = str(dates[0].date) if dates else ""
        doubts = [dates[0].doubt] if dates and dates[0].doubt else []
        if not date:
            if not latest:
                continue
            date = latest
            doubts.append(f"the source has no date that can be read: “{row.date}”")
        latest = date
        by, doubt = _made_by(row.by, owner, evidence.known)
        doubts += [doubt] if doubt else []
        summary = row.summary or "Not said"
        kind = _kind_of_change(row)
        number = re.search(r"\d{1,3}", row.issue)
        whole = re.fullmatch(r"\D*\d{1,3}(?:\.0)?\D*", row.issue) is not None
        made.append((ChangeRow(int(number[0]) if number else 0, date, by, kind, summary, "; ".join(doubts)), whole))
    return _numbered(sorted(made, key=lambda item: (Date.parse(item[0].date), item[0].issue)))


def _kind_of_change(row: Row) -> str:
    """Tell a material change from an editorial one: by what the sheet says, or by its words."""
    told = row.kind.lower()
    if told in ("editorial", "material"):
        return told
    return "editorial" if _NO_CHANGE.search(row.summary) or not row.summary else "material"


def first_change(issue: int, date: str, owner: str) -> ChangeRow:
    """Return the row that a policy needs which came without a change record sheet."""
    doubt = "the source has no change record sheet; say what this issue changed"
    return ChangeRow(issue, date, owner, "material", "First issue in the handbook", doubt)


def _numbered(rows: Sequence[tuple[ChangeRow, bool]]) -> tuple[ChangeRow, ...]:
    """Keep whole numbers that rise; number the rows from 1 where there are none."""
    numbers = [row.issue for row, _ in rows]
    rising = all(later > earlier for earlier, later in pairwise(numbers))
    if rows and rising and numbers[0] > 0 and all(whole for _, whole in rows):
        return tuple(row for row, _ in rows)
    result = []
    for position, (row, _) in enumerate(rows, 1):
        said = "the source has no whole issue numbers; the rows were numbered"
        doubt = "; ".join(filter(None, (row.doubt, said if position == 1 else "")))
        result.append(ChangeRow(position, row.date, row.by, row.kind, row.summary, doubt))
    return tuple(result)


def _made_by(text: str, owner: str, known: Known) -> tuple[str, str]:
    found = (named_role(text, known.people) or named_body(text, known.people)) if text else None
    if found:
        return found.id, ""
    return owner, f"the source says {text}" if text else ""


_KINDS = frozenset(("policy", "procedure", "plan", "statement", "notice"))


def reviewed_of(dates: Dates, today: dt.date) -> Told[str] | None:
    """Return the last review, if it is told and has happened."""
    told = dates.reviewed
    if told is None or told.value.first_day > today:
        return None
    return Told(str(told.value), told.sure, told.source, told.doubt)


KINDS: tuple[tuple[str, str], ...] = (
    ("privacy notice", "notice"),
    ("notice", "notice"),
    ("statement", "statement"),
    ("objectives", "statement"),
    ("procedure", "procedure"),
    ("protocol", "procedure"),
    ("plan", "plan"),
    ("strategy", "plan"),
)


def kind_of(title: str, evidence: Evidence) -> Told[str]:
    """Tell a procedure, plan, statement or notice from a policy, by what the source says of it or by its title."""
    for pair in evidence.values("kind"):
        if pair.value.lower() in _KINDS:
            return Told(pair.value.lower(), SURE, _shown(pair))
    lower = title.lower()
    last = lower.split()[-1] if lower.split() else ""
    if "policy" in lower:
        return Told("policy", SURE, title)
    for word, kind in KINDS:
        if word in lower and (last.startswith(word.split()[-1]) or word == "privacy notice"):
            return Told(kind, SURE, title)
    return Told("policy", LIKELY, title)
