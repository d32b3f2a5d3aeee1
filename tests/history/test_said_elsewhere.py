"""What is withheld now and said nowhere, found with a quick look first, is what a plain comparison finds."""

from __future__ import annotations

import random

import pytest

from policy_handbook.history.withdrawn import LONG, SHORT, SaidElsewhere

Runs = dict[int, set[tuple[str, ...]]]


def runs_of(text: str, length: int) -> set[tuple[str, ...]]:
    words = text.split()
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


def compared_plainly(withheld: list[str], shown: list[str]) -> tuple[Runs, Runs]:
    said = {length: {run for text in shown for run in runs_of(text, length)} for length in range(SHORT, LONG + 1)}
    runs: Runs = {length: set() for length in range(SHORT, LONG + 1)}
    parts: Runs = {length: set() for length in range(SHORT, LONG)}
    for text in withheld:
        size = min(len(text.split()), LONG)
        if size >= SHORT:
            runs[size] |= runs_of(text, size) - said[size]
            for length in parts:
                parts[length] |= runs_of(text, length) - said[length]
    return {k: v for k, v in runs.items() if v}, {k: v for k, v in parts.items() if v}


@pytest.mark.parametrize("seed", range(100))
def test_what_is_said_nowhere_is_what_a_plain_comparison_finds(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    words = "all staff keep a key of every door in school"[: chance.choice((12, 25, 44))].split()

    def texts(number: int) -> list[str]:
        return [" ".join(chance.choices(words, k=chance.randrange(0, 16))) for _ in range(number)]

    withheld, shown = texts(6), texts(12)
    shown += [text[chance.randrange(len(text) + 1) :] for text in withheld if chance.random() < 0.5]
    found = SaidElsewhere.of(withheld, shown)
    runs, parts = ({length: {*each} for length, each in kind.items()} for kind in (found.runs, found.parts))
    assert (runs, parts) == compared_plainly(withheld, shown)
