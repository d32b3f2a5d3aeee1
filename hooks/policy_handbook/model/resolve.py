"""What is computed once, before anything is filtered: numbers and inherited audiences.

Numbers come first so that they are the same in every view.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from policy_handbook.model.policy import EVERYONE, Clause, Numbering, Policy, Section


def spelt_out(audience: Sequence[str], all_audiences: Sequence[str]) -> tuple[str, ...]:
    """Return the audiences that a field names, in the school's order; unknown names are left out."""
    if EVERYONE in audience:
        return tuple(all_audiences)
    return tuple(name for name in all_audiences if name in audience)


def inherited(own: Sequence[str], outer: tuple[str, ...]) -> tuple[str, ...]:
    """Return who may read a part: those whom it names among those who may read what holds it."""
    if not own:
        return outer
    return outer if EVERYONE in own else tuple(name for name in outer if name in own)


def resolve(policy: Policy, policy_id: str, all_audiences: Sequence[str]) -> Policy:
    """Give a policy its id, and every part of it its number and its readers."""
    readers = spelt_out(policy.audience, all_audiences)
    numbers = _with_added(policy.sections, _top_numbers(policy))
    return policy.model_copy(
        update={
            "id": policy_id,
            "readers": readers,
            "sections": tuple(
                _resolve_section(section, number, readers, policy.numbering, counter)
                for section, number, counter in zip(policy.sections, numbers, _counters(policy), strict=True)
            ),
        }
    )


def _counters(policy: Policy) -> Iterator[Iterator[int]]:
    """One counter for all parts where sections are numbered through; else a fresh one each."""
    through = count(1)
    for section in policy.sections:
        yield through if policy.numbering is Numbering.PARTS and not section.appendix else count(1)


def _top_numbers(policy: Policy) -> Iterator[str]:
    numbers, letters, parts = count(1), count(), count()
    for section in (section for section in policy.sections if not section.added):
        if section.appendix:
            yield f"Appendix {letter(next(letters))}"
        elif policy.numbering is Numbering.PARTS:
            yield f"Part {letter(next(parts))}"
        else:
            yield str(next(numbers))


def _with_added(parts: Sequence[Section | Clause], numbers: Iterator[str]) -> Iterator[str]:
    """Number parts through; one that a school added to a trust's text takes the number before it and a letter.

    So the trust's own clauses have the same numbers in all its schools: 4.2, 4.2A, 4.3. What comes before the first
    is A1.
    """
    last, added = "", 0
    for part in parts:
        if part.added:
            added += 1
            yield f"{last}{letter(added - 1)}" if last else f"A{added}"
        else:
            last, added = next(numbers), 0
            yield last


def _resolve_section(
    section: Section, number: str, outer: tuple[str, ...], style: Numbering, counter: Iterator[int]
) -> Section:
    readers = inherited(section.audience, outer)
    is_part = number.startswith("Part ")
    prefix = number.removeprefix("Part ")
    if style is not Numbering.PARTS:
        # beside Part A there may be an Appendix A, so there an appendix is cited in full
        prefix = prefix.removeprefix("Appendix ")
    # the sections of a Part are numbered through the policy, so that its own clauses count apart
    own_counter = count(1) if is_part else counter
    clauses = []
    for clause, position in zip(section.clauses, _with_added(section.clauses, map(str, own_counter)), strict=True):
        label = f"{prefix}.{position}"
        clauses.append(_resolve_clause(clause, label, label, readers, 0))
    inside = "" if is_part else f"{prefix}."
    sections = tuple(
        _resolve_section(child, f"{inside}{position}", readers, style, count(1))
        for child, position in zip(section.sections, _with_added(section.sections, map(str, counter)), strict=True)
    )
    return section.model_copy(
        update={"number": number, "readers": readers, "clauses": tuple(clauses), "sections": sections}
    )


def _resolve_clause(clause: Clause, label: str, number: str, outer: tuple[str, ...], depth: int) -> Clause:
    readers = inherited(clause.audience, outer)
    changed: dict[str, object] = {"label": label, "number": number, "readers": readers}
    if clause.items:
        labels = [f"({_item_label(index, depth)})" for index in range(len(clause.items))]
        changed["items"] = tuple(
            _resolve_clause(item, item_label, number + item_label, readers, depth + 1)
            for item, item_label in zip(clause.items, labels, strict=True)
        )
    return clause.model_copy(update=changed)


def _item_label(index: int, depth: int) -> str:
    """The label of an item without brackets: a, b; i, ii; A, B; 1, 2."""
    return (letter(index).lower(), roman(index + 1), letter(index), str(index + 1))[min(depth, 3)]


def letter(index: int) -> str:
    """Return A for 0, Z for 25, AA for 26."""
    first, last = divmod(index, 26)
    return (letter(first - 1) if first else "") + chr(ord("A") + last)


_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def roman(number: int) -> str:
    """Return i for 1, iv for 4."""
    text = ""
    for value, digits in _ROMAN:
        times, number = divmod(number, value)
        text += digits * times
    return text
