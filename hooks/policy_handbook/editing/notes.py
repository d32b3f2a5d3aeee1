"""What an import was not sure of: notes in the file, which whoever edits in forms sees, and takes out when settled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from policy_handbook.editing.places import where
from policy_handbook.editing.store import RefusedError, Store, mark_of
from policy_handbook.findings import Place
from policy_handbook.model.base import Record

_NOTE = re.compile(r"[ ]*# CHECK: (.+?)[ ]*")


def notes_in(text: str, model: type[Record]) -> Iterator[dict[str, Any]]:
    """What is to be checked in a text, each with its number among those of the same words and where in the form it is.

    Args:
        text: the text of a file.
        model: the class that reads it.
    """
    lines = text.splitlines()
    places = [(place, found[1]) for place, line in enumerate(lines) if (found := _NOTE.fullmatch(line))]
    for index, (place, said) in enumerate(places):
        below = next((i for i in range(place + 1, len(lines)) if not lines[i].lstrip().startswith("#")), place)
        column = len(lines[below]) - len(lines[below].lstrip(" -")) + 1
        number = sum(words == said for _, words in places[:index])
        yield {"number": number, "text": said, "where": where(text, Place("", below + 1, column), model).words}


def settle(store: Store, params: Mapping[str, Any]) -> Any:
    """Take a note out of its file.

    Raises:
        RefusedError: it is not there any more, or the file was changed by somebody else.
    """
    path, said, number = str(params["path"]), str(params["text"]), params["number"]
    page, mark = str(params["page"]), str(params["mark"])
    if not isinstance(number, int):
        raise RefusedError(400, "the number of the note was not understood")
    lines = store.text(path).splitlines(keepends=True)
    same = [place for place, line in enumerate(lines) if line.strip() == f"# CHECK: {said}"]
    if number not in range(len(same)):
        raise RefusedError(409, "This note is not in the file any more: open the page again.")
    del lines[same[number]]
    text = "".join(lines)
    store.write(path, text, store.saved.get((page, path, mark), mark))
    store.saved[(page, path, mark)] = mark_of(text)  # the form goes on resting on the text that it was opened with
    return {"settled": True}
