"""The words of a handbook as they were kept are those that would be counted out now."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from policy_handbook.keeping import NOTHING_KEPT, Shelf, Store
from policy_handbook.model import Handbook
from policy_handbook.publish.corpus import Corpus
from policy_handbook.read import read_handbook
from tests.random_handbooks import draw
from tests.test_warm_builds import edits

AUDIENCES = ("public", "parents", "pupils", "staff", "governors")


def facts(whole: Handbook, shelf: Shelf) -> list[object]:
    """All that a scanner asks of a corpus."""
    corpus = Corpus(whole, shelf)
    readers = [corpus.read_by(audience).tolist() for audience in AUDIENCES]
    numbers = (corpus.texts.words, corpus.texts.bounds, corpus.earlier, corpus.sought, corpus.telling)
    return [readers, *(each.tolist() for each in numbers)]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("is_as_read", [True, False])
def test_whatever_is_edited_the_words_are_those_of_the_data(seed: int, is_as_read: bool, tmp_path: Path) -> None:
    """Titles, numbers, roles and references of a random handbook change, one after another."""
    draw(seed).write(tmp_path / "data")
    store = Store(tmp_path / "kept.sqlite")
    chance = random.Random(seed)  # noqa: S311 - no secret
    read, taken = 0, 0
    for path, before in edits(tmp_path / "data", chance):
        whole = read_handbook(tmp_path / "data", "policy_data").handbook
        if whole is None:
            path.write_text(before)
            continue
        whole = whole if is_as_read else replace(whole)  # of a copy it is not known what it was made of
        assert bool(whole.made_of) is is_as_read
        shelf = store.shelf("texts")
        there = {name: kept for name, (_, kept) in shelf.entries().items()}
        assert facts(whole, shelf) == facts(whole, NOTHING_KEPT.shelf(""))
        shelf.save()
        taken += sum(there.get(name) is kept for name, (_, kept) in shelf.entries().items())
        read += 1
        if read == 40:
            break
    assert taken > read


def test_the_texts_are_in_the_order_of_their_words(tmp_path: Path) -> None:
    draw(2).write(tmp_path)
    whole = read_handbook(tmp_path, "policy_data").handbook
    assert whole is not None
    corpus = Corpus(whole)
    assert len(corpus.said) == len(corpus.texts.lengths)
    assert [audience in said.readers for said in corpus.said for audience in AUDIENCES] == [
        bool(flag) for flags in zip(*map(corpus.read_by, AUDIENCES), strict=True) for flag in flags
    ]
