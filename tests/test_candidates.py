"""What is looked for in each view, chosen from what is found out once for all, is what is found out for it alone."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from policy_handbook.publish import candidates, sought
from policy_handbook.publish.candidates import FEW, LONG, RUN, STEP
from policy_handbook.publish.corpus import Corpus
from policy_handbook.publish.sought import sought_in
from policy_handbook.publish.wording import Texts
from policy_handbook.read import read_handbook
from tests.random_handbooks import draw

Words = tuple[int, ...]


def rows(texts: Texts) -> list[Words]:
    return [tuple(texts.words[a:b].tolist()) for a, b in zip(texts.bounds[:-1], texts.bounds[1:], strict=True)]


def runs_in(texts: Iterable[Words], lengths: Iterable[int]) -> set[Words]:
    return {text[at : at + n] for text in texts for n in lengths for at in range(len(text) - n + 1)}


def slowly(corpus: Corpus, audience: str) -> dict[Words, int]:
    """The runs that are looked for in a view, each with the first text that says it."""
    texts, readable = rows(corpus.texts), corpus.read_by(audience)
    now = [index for index in range(len(texts)) if not corpus.earlier[index]]
    withheld = runs_in((texts[i] for i in now if corpus.sought[i] and not readable[i]), [LONG])
    withheld -= runs_in((texts[i] for i in now if readable[i]), [LONG])
    allowed = [
        bool(readable[i]) and not (corpus.earlier[i] and runs_in([text], [LONG]) & withheld)
        for i, text in enumerate(texts)
    ]
    said = [text for text, may in zip(texts, allowed, strict=True) if may]
    said += rows(Texts.of(sought._general_texts(corpus.whole, audience))) + rows(candidates._own_words())
    anyway = runs_in(said, range(1, RUN + 1))
    contacts = set(runs_in(rows(Texts.of(candidates.contacts_of(corpus.whole))), [1]))
    found: dict[Words, int] = {}
    for index, text in enumerate(texts):
        if allowed[index] or not corpus.sought[index]:
            continue
        if len(text) <= RUN:
            parts = [text] if text and (len(text) >= FEW or corpus.telling[index]) else []
        else:
            starts = {*range(0, len(text) - RUN + 1, STEP), len(text) - RUN}
            every = (text[start : start + RUN] for start in sorted(starts))
            parts = [run for run in every if sum((word,) not in contacts for word in run) > RUN // 2]
        for run in parts:
            if run not in anyway:
                found.setdefault(run, index)
    return found


@pytest.mark.parametrize("seed", range(4))
def test_what_is_looked_for_in_a_view_is_what_is_withheld_and_not_said_anyway(seed: int, tmp_path: Path) -> None:
    draw(seed, policies=6).write(tmp_path)
    whole = read_handbook(tmp_path, "data").handbook
    assert whole
    corpus = Corpus(whole)
    numbers = 0
    for audience in whole.school.audiences:
        found = sought_in(corpus, audience, ())
        words = corpus.texts.words
        rows_found = zip(found.starts.tolist(), found.lengths.tolist(), found.owners.tolist(), strict=True)
        assert {tuple(words[at : at + n].tolist()): owner for at, n, owner in rows_found} == slowly(corpus, audience)
        numbers += len(found.runs)
    assert numbers
