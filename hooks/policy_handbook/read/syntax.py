"""Says in plain words why a file is no YAML: what is there, and what to write.

libyaml names the rule of its grammar that was broken; the person who typed the line wants to know which character
did it. So each explanation looks at the line itself. None of them repeats the text of a clause, which may be for
few readers only: they show a field's name and the character at fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

import yaml

from policy_handbook.findings import Finding, Place, Severity
from policy_handbook.marks import Mark
from policy_handbook.read.encoding import line_at
from policy_handbook.read.words import FIELD_NAME, HEAD, Advice, begins_with, code_point, quoted

_FIELD_LINE = re.compile(rf"\s*(?:-\s+)*{FIELD_NAME}:(\s|$)")
_NO_SPACE = re.compile(rf"\s*(?:-\s+)*({FIELD_NAME}):(?![\s/])\S")
_NO_HYPHEN = re.compile(r"\s*([‐‑‒–—−•·▪◦*])\s")
_ODD_SPACE = re.compile(r"[ \t]*(?:-[ \t]+)?([\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff])")


@dataclass(frozen=True, slots=True)
class _Trouble:
    """What libyaml could not go on with.

    Attributes:
        problem: its own words for what it found.
        context: its own words for what it was reading.
        line: the line at fault.
        above: the line above it.
        column: where in the line, from 1.
    """

    problem: str
    context: str
    line: str
    above: str
    column: int

    @property
    def character(self) -> str:
        """The character at fault."""
        return self.line[self.column - 1 : self.column]

    @property
    def value(self) -> str:
        """What the line says, without its hyphens and its field's name."""
        match = HEAD.match(self.line)
        return match["value"] if match else ""


def syntax_finding(error: yaml.YAMLError, text: str, file: str) -> Finding:
    """Return the finding for what libyaml could not read."""
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", "") or error)
    context = str(getattr(error, "context", None) or "")
    mark = _place(error, problem, context, text)
    line, above = line_at(text, mark.line), line_at(text, mark.line - 1)
    advice = _advice(_Trouble(problem, context, line, above, mark.column))
    return Finding("yaml-syntax", Severity.ERROR, Place(file, *mark), advice.message, advice.found, advice.write)


_BEGUN = re.compile(r"quoted scalar|flow (mapping|sequence)|simple key|an? (alias|anchor|tag|block scalar)")
"""What libyaml notices at its end: the fault is where it began."""

_INSIDE = re.compile(r"escape|hexdecimal")


def _place(error: yaml.YAMLError, problem: str, context: str, text: str) -> Mark:
    begun = getattr(error, "context_mark", None)
    mark = getattr(error, "problem_mark", None)
    at_colon = mark is not None and text[mark.index : mark.index + 1] == ":"
    if begun is not None and _BEGUN.search(context) and not _INSIDE.search(problem) and not at_colon:
        mark = begun
    return Mark(mark.line + 1, mark.column + 1) if mark is not None else Mark(1, 1)


def _advice(trouble: _Trouble) -> Advice:
    for pattern, explain in _EXPLANATIONS:
        if re.search(pattern, trouble.problem):
            return explain(trouble)
    if trouble.context.startswith("while scanning") and trouble.character:
        return begins_with(trouble.character, trouble.line)
    return Advice("this cannot be read as YAML", "", "look for a missing quote, bracket or space near here")


def _tab(_: _Trouble) -> Advice:
    return Advice("a tab is used to move text in, and YAML takes spaces only", "a tab", "two spaces for each level")


def _bad_start(trouble: _Trouble) -> Advice:
    return _tab(trouble) if trouble.character == "\t" else begins_with(trouble.character, trouble.line)


def _bad_sign(trouble: _Trouble) -> Advice:
    return begins_with(trouble.character, trouble.line)


def _open_quote(trouble: _Trouble) -> Advice:
    mark = trouble.character
    return Advice(
        "a quotation mark is opened here and never closed", mark, f"the same mark, {mark}, at the end of the text"
    )


def _backslash(trouble: _Trouble) -> Advice:
    start = max(trouble.line.rfind("\\", 0, trouble.column), 0)
    code = trouble.line[start : start + 2]
    return Advice(
        "in double quotes, a backslash and what follows it stand for a special character, and there is none such",
        code,
        f"\\{code}   (two backslashes for one)",
    )


def _open_bracket(trouble: _Trouble) -> Advice:
    if trouble.character == ":":
        message = "a text with a colon and a space in it needs quotes"
        return Advice(message, ":", '"..."   (double quotes round the text that has the colon)')
    closing = {"[": "]", "{": "}"}.get(trouble.character, "a bracket")
    return Advice(
        f"the {trouble.character} here is never closed by {closing}, or there is no comma between two things inside",
        trouble.character,
        f"the missing {closing} or comma; or, where {trouble.character} is part of a text, {quoted(trouble.line)}",
    )


def _no_colon(trouble: _Trouble) -> Advice:
    match = _NO_SPACE.match(trouble.line)
    if match:
        return Advice("a field's name needs a colon and a space after it", f"{match[1]}:", f"{match[1]}: ...")
    if ":" not in trouble.line:
        write = "name: value; or, where the line belongs to the text above it, as many spaces as that text has"
        return Advice("a field needs a colon after its name, and this line has none", "", write)
    return _out_of_line(trouble)


def _out_of_line(trouble: _Trouble) -> Advice:
    """Explain a line that is no part of what was being read."""
    return next(
        chain(_foreign_signs(trouble), _text_with_signs(trouble)),
        Advice(
            "this line does not begin where the lines that it belongs with do, or it is no field (name: value)",
            "",
            "as many spaces before it as before the others, and a name and a colon for a field",
        ),
    )


def _after_the_end(trouble: _Trouble) -> Advice:
    if trouble.above.startswith("..."):
        return Advice("a line of three dots ends the file, and more comes after it", "...", "take the line of dots out")
    return _out_of_line(trouble)


def _foreign_signs(trouble: _Trouble) -> Iterator[Advice]:
    for line, name in ((trouble.line, "this line"), (trouble.above, "the line above")):
        if match := _NO_HYPHEN.match(line):
            message = f"an item of a list begins with a plain hyphen, and {name} begins with another sign"
            yield Advice(message, match[1], "- ...")
        if match := _ODD_SPACE.match(line):
            message = f"{name} begins with a space that is not the space bar's, as copied from Word or a web page"
            yield Advice(message, code_point(match[1]), "delete it and press the space bar")


def _text_with_signs(trouble: _Trouble) -> Iterator[Advice]:
    value = trouble.value
    starts_before = trouble.line.find(value) + 1 < trouble.column
    if value[:1] == "'" and starts_before:
        yield Advice(
            "the text in single quotes ends at the next ', which may be an apostrophe", "'", quoted(trouble.line)
        )
    if value[:1] == '"' and starts_before:
        message = 'the text in double quotes ends at the next ", and something comes after it'
        yield Advice(message, '"', "“ ” for quotation marks inside the text, and double quotes round the whole of it")
    if value[:1] in ("[", "{") and starts_before:
        yield begins_with(value[0], trouble.line)


def _colon(trouble: _Trouble) -> Advice:
    foreign = next(_foreign_signs(trouble), None)
    if foreign:
        return foreign
    first = _FIELD_LINE.match(trouble.line)
    if first and first.end() - len(first[1]) == trouble.column:
        return Advice(
            "this line is taken for more of the text above it, so that its colon is out of place",
            "",
            "a name and a colon before the text above, or as many spaces here as before the field above",
        )
    return Advice("a text with a colon and a space in it needs quotes", ":", quoted(trouble.line))


def _list_on_the_line(_: _Trouble) -> Advice:
    return Advice(
        "a list begins on the line after its field's name", "-", "the hyphen and its text on a line of their own"
    )


def _nothing_there(trouble: _Trouble) -> Advice:
    return Advice("there is nothing where a text was expected", trouble.character, "the text, or one comma less")


_EXPLANATIONS: tuple[tuple[str, Callable[[_Trouble], Advice]], ...] = (
    (r"found character '\\t'|found a tab character", _tab),
    (r"cannot start any token", _bad_start),
    (r"alphabetic or numeric|tag handle|tag URI|expected '!'|comment or line break|indentation indicator", _bad_sign),
    (r"unexpected end of stream|unexpected document indicator", _open_quote),
    (r"escape c", _backslash),
    (r"hexdecimal", _backslash),
    (r"expected ',' or", _open_bracket),
    (r"could not find expected ':'", _no_colon),
    (r"expected <document start>", _after_the_end),
    (r"expected '-' indicator|expected key", _out_of_line),
    (r"mapping values are not allowed", _colon),
    (r"mapping keys are not allowed", _bad_sign),
    (r"block sequence entries are not allowed", _list_on_the_line),
    (r"expected node content", _nothing_there),
)
