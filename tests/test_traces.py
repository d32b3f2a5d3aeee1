"""What a trace rules out is not in the file, and what is looked for has a number of its own."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from policy_handbook.publish.sought import ENOUGH, Sought
from policy_handbook.publish.traces import Suspects, groups_of, trace_of
from policy_handbook.publish.wording import Texts, numbers_of, runs_by_length

WORDS = st.lists(st.sampled_from([b"keys", b"hang", b"in", b"the", b"hall", b"by", b"a", b"door"]), max_size=25)
CHOSEN = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 25), st.integers(1, 6)), min_size=1, max_size=12)
NONE = np.zeros(0, np.uint64)


def sought_of(texts: list[list[bytes]], chosen: list[tuple[int, int, int]]) -> Sought:
    """Look for some runs of the texts: those that begin at a word of one and have so many words."""
    all_texts = Texts.of_words(texts)
    runs = dict(runs_by_length(all_texts.words, 6))
    rows: dict[int, tuple[int, int, int]] = {}
    for text, offset, length in chosen:
        if text < len(texts) and offset + length <= len(texts[text]):
            start = int(all_texts.bounds[text]) + offset
            rows.setdefault(int(runs[length][start]), (text, start, length))
    numbers = np.array(sorted(rows), np.uint64)
    owners, starts, lengths = np.array([rows[run] for run in sorted(rows)], np.int64).reshape(-1, 3).T
    return Sought(all_texts, numbers, owners, starts, lengths)


@given(st.lists(WORDS, min_size=1, max_size=6), CHOSEN, WORDS, st.integers(0, 6))
def test_a_file_that_holds_enough_of_a_text_is_suspected_by_its_trace(
    texts: list[list[bytes]], chosen: list[tuple[int, int, int]], file: list[bytes], known: int
) -> None:
    sought = sought_of(texts, chosen)
    owners, numbers = groups_of(sought)
    there = {int(run) for _, runs in runs_by_length(numbers_of(file), 6) for run in runs}
    suspects = Suspects.of(sought, numbers[:known])
    new = owners[known:].tolist()
    held = [sum(int(run) in there for run in sought.runs[sought.owners == text]) for text in new]
    least = [min(ENOUGH, int((sought.owners == text).sum())) for text in new]

    assert bool(suspects) == bool(new)
    if any(count >= needed for count, needed in zip(held, least, strict=True)):
        assert suspects.may_be_in(trace_of(numbers_of(file)))


def test_what_is_nowhere_near_a_file_is_not_suspected() -> None:
    """Else every file would be read again, which would only cost the time that was to be saved."""
    words = [f"word{number}".encode() for number in range(5000)]
    sought = sought_of([words[:20]], [(0, offset, 6) for offset in range(0, 14, 2)])
    suspects = Suspects.of(sought, NONE)

    others = [trace_of(numbers_of(words[first:])) for first in range(20, 1020, 10)]
    assert suspects.may_be_in(trace_of(numbers_of(words)))
    assert sum(map(suspects.may_be_in, others)) < 10


@given(st.lists(WORDS, min_size=1, max_size=6), CHOSEN, CHOSEN)
def test_the_number_of_a_text_tells_what_is_looked_for_of_it(
    texts: list[list[bytes]], first: list[tuple[int, int, int]], second: list[tuple[int, int, int]]
) -> None:
    """Whatever else is looked for: neither its place among the texts nor that of its runs matters."""
    told: dict[int, frozenset[int]] = {}
    for chosen, order in ((first, texts), (second, texts), (first, [*texts, [b"more"]])):
        sought = sought_of(order, chosen)
        owners, numbers = groups_of(sought)
        for text, number in zip(owners.tolist(), numbers.tolist(), strict=True):
            runs = frozenset(sought.runs[sought.owners == text].tolist())
            assert told.setdefault(number, runs) == runs
    assert len(set(told.values())) == len(told)
