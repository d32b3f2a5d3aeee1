"""What would be wrong on paper: sheets that do not fit, pictures that cannot be used, letters that no font has.

Sheets are set as their readers would have them, though with everything that they might say, so that what fits here
fits in every view.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from policy_handbook.findings import Finding, Place, Severity
from policy_handbook.model import Flier, Handbook
from policy_handbook.print.cache import Cache, key_of
from policy_handbook.print.flier import ENGLISH, flier_sheet, languages
from policy_handbook.print.icons import icon, nearest_icon
from policy_handbook.print.pictures import PictureError, as_svg
from policy_handbook.print.typeset import Sheet, TypesetError, can_typeset, tools, typeset

CREST, ICON, FITS, PRINTABLE = "crest-usable", "icon-known", "flier-fits", "printable"

_SET_SAFELY = re.compile(r"[\x00-\u017f\u2010-\u2027\u2030-\u203a\u20ac]*")
"""What every font here has: Latin letters and the signs of print. Only what is beyond is tried."""

_NO_GLYPH = re.compile(r"the text `?\"(.+?)\"`? could not be displayed", re.DOTALL)
_FOLDED = frozenset(("a5-fold", "tri-fold"))


def survey(
    handbook: Handbook, crest: bytes | None, texts: Iterable[tuple[str, Place, str]], cache: Cache
) -> list[Finding]:
    """Return what would be wrong on paper.

    Args:
        handbook: the whole handbook.
        crest: the file of the crest; ``None`` where there is none.
        texts: the texts of all policies, each with its place and the id of its policy.
        cache: what was typeset before.
    """
    svg, found = _crest(handbook, crest)
    for flier in handbook.fliers.values():
        found += _icons(flier)
    if can_typeset():
        for flier in handbook.fliers.values():
            found += _flier(handbook, flier, svg, cache)
        found += _letters(texts, cache)
    return found


def _crest(handbook: Handbook, crest: bytes | None) -> tuple[str, list[Finding]]:
    """The crest as SVG, and what is wrong with it."""
    name = handbook.school.crest
    place = handbook.school.place_of("crest")
    if not name:
        return "", []
    if crest is None:
        message = f"there is no file {name} in the folder assets"
        advice = "put it there, or leave crest out"
        return "", [Finding(CREST, Severity.ERROR, place, message, f"crest: {name}", advice)]
    try:
        return as_svg(crest), []
    except PictureError as error:
        return "", [Finding(CREST, Severity.ERROR, place, str(error), f"crest: {name}", error.advice)]


def _icons(flier: Flier) -> Iterator[Finding]:
    for point in flier.points:
        if point.icon and not icon(point.icon):
            near = nearest_icon(point.icon)
            write = f"icon: {near}" if near else "handbook print icons WORD finds one"
            message = f"there is no icon called {point.icon}"
            yield Finding(ICON, Severity.ERROR, point.place_of("icon"), message, f"icon: {point.icon}", write)


def _flier(handbook: Handbook, flier: Flier, svg: str, cache: Cache) -> Iterator[Finding]:
    if flier.reader not in handbook.school.audiences or flier.sources[0].policy not in handbook.policies:
        return  # other rules say so
    whole = replace(handbook, audience=flier.reader)
    for language in (ENGLISH, *(code for code in flier.translations if code in languages())):
        place = flier.place if language == ENGLISH else flier.translations[language].place
        try:
            sheet = flier_sheet(whole, flier, svg, cache, language)
        except TypesetError as error:
            yield _refused(error, place, languages()[language].english)
            continue
        yield from _too_long(flier, sheet, language)


def _refused(error: TypesetError, place: Place, language: str) -> Finding:
    missing = _NO_GLYPH.search(str(error))
    if not missing:
        return Finding(PRINTABLE, Severity.WARNING, place, f"this cannot be printed: {error}")
    message = f"no font here has the letter {missing[1][:1]}, so this is not printed in {language}"
    return Finding(PRINTABLE, Severity.WARNING, place, message, missing[1][:1], _advice(missing[1][:1]))


def _advice(letters: str) -> str:
    chinese = any("\u2e80" <= letter <= "\u9fff" for letter in letters)
    return "pip install policy-handbook[chinese]" if chinese else "it in letters that can be printed"


def _too_long(flier: Flier, sheet: Sheet, language: str) -> Iterator[Finding]:
    panels = [note for note in sheet.notes if "panel" in note]
    over = [panel for panel in panels if not panel["fits"]]
    if not over:
        return
    texts = _texts(flier, language)
    longest = sorted(texts, key=lambda name: -len(texts[name][0]))[:3]
    words = sum(len(text.split()) for text, _ in texts.values())
    share = sum(panel["over_mm"] for panel in over) / max(1.0, sum(panel["height_mm"] for panel in panels))
    cut = max(1, round(words * share))
    kind = "page" if str(flier.layout) in _FOLDED else "side"
    sides = " and ".join(f"{kind} {panel['panel']} is {max(1, round(panel['over_mm']))} mm too long" for panel in over)
    tongue = "" if language == ENGLISH else f" in {languages()[language].english}"
    message = f"{sides}{tongue} at the smallest print, {over[0]['size_pt']:g} point"
    write = f"about {cut} words fewer; the longest are {', '.join(longest)}"
    yield Finding(FITS, Severity.ERROR, texts[longest[0]][1], message, f"layout: {flier.layout}", write)


def _texts(flier: Flier, language: str) -> Mapping[str, tuple[str, Place]]:
    """The texts of a flier that could be shorter, by what one calls them, each with its place."""
    sheet = flier.translations.get(language, flier)
    found: dict[str, tuple[str, Place]] = {"the opening": (sheet.opening, sheet.place_of("opening"))}
    for number, point in enumerate(sheet.points, 1):
        own = language != ENGLISH or flier.own_points
        found[f"point {number}"] = (point.text, point.place if own else flier.place_of("from"))
    for name, texts in (("do", sheet.do_these), ("do_not", sheet.do_not), ("school_may", sheet.school_may)):
        for number, text in enumerate(texts, 1):
            found[f"{name} {number}"] = (text, sheet.place_of(name, number - 1))
    return found


def _letters(texts: Iterable[tuple[str, Place, str]], cache: Cache) -> Iterator[Finding]:
    """Letters of policies that no font has."""
    beyond = [row for row in texts if not _SET_SAFELY.fullmatch(row[0])]
    letters = sorted({letter for text, _, _ in beyond for letter in text if not _SET_SAFELY.fullmatch(letter)})
    missing = _missing("".join(letters), cache) if letters else frozenset[str]()
    for text, place, policy in beyond:
        lacking = "".join(dict.fromkeys(letter for letter in text if letter in missing))
        if lacking:
            what = "letter" if len(lacking) == 1 else "letters"
            message = f"no font here has the {what} {lacking}, so this policy has its page and is not printed"
            yield Finding(PRINTABLE, Severity.WARNING, place, message, lacking, _advice(lacking), policy)


def _missing(letters: str, cache: Cache) -> frozenset[str]:
    """Those of some letters that no font has."""
    key = key_of(b"letters", tools(), letters.encode("utf-8", "replace"))
    return frozenset(json.loads(cache.get_or(key, lambda: json.dumps(sorted(_untypesettable(letters))).encode())))


def _untypesettable(letters: str) -> Iterator[str]:
    """Set the letters, leave out the one that is refused, and try again."""
    left = letters
    while left:
        try:
            typeset("letters", {"letters": [*left]}, dt.date(2000, 1, 1), Cache())
        except TypesetError as error:
            refused = _NO_GLYPH.search(str(error))
            gone = set(refused[1]) & set(left) if refused else set(left)
            yield from gone or set(left)
            left = "".join(letter for letter in left if letter not in gone) if gone else ""
        else:
            return
