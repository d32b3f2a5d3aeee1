"""A flier as a printed sheet: what one kind of reader has to know, on one piece of paper, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from policy_handbook.addresses import full_address, policy_address
from policy_handbook.model import Ask, Flier, FlierPoint, Handbook, ReturnSlip, View
from policy_handbook.outputs import Printed
from policy_handbook.print.cache import Cache
from policy_handbook.print.colour import palette
from policy_handbook.print.icons import icon, tinted
from policy_handbook.print.tree import Tree, tree_of
from policy_handbook.print.typeset import Sheet, has_font, typeset
from policy_handbook.read.plain import plain_yaml
from policy_handbook.references import plain_text

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Language:
    """A language that fliers are printed in.

    Attributes:
        code: as in ``pl``.
        name: its own name.
        english: its English name.
        direction: ltr or rtl.
        fonts: the families that have its letters, the first preferred.
        region: where, if the shapes of letters depend on it.
        scale: how much larger its letters have to be set to look as large as English ones.
        words: the fixed words of a sheet.
    """

    code: str
    name: str
    english: str
    direction: str
    fonts: tuple[str, ...]
    region: str
    scale: float
    words: dict[str, str]


@lru_cache(maxsize=1)
def languages() -> dict[str, Language]:
    """The languages that fliers are printed in, by code."""
    text = (files("policy_handbook") / "data" / "sheet-words.yaml").read_text(encoding="utf-8")
    return {
        code: Language(
            code=code,
            name=row["name"],
            english=row["english"],
            direction=row.get("direction", "ltr"),
            fonts=tuple(name for name in dict.fromkeys((*row["fonts"], "Atkinson Hyperlegible")) if has_font(name)),
            region=row.get("region", "GB" if code == ENGLISH else ""),
            scale=row.get("scale", 1.0),
            words=row["words"],
        )
        for code, row in plain_yaml(text).items()
    }


def flier_document(view: Handbook, flier: Flier, crest: str, cache: Cache, language: str = ENGLISH) -> Printed:
    """Typeset a flier of a view in a language.

    Args:
        view: what ``for_audience`` returned.
        flier: one of its fliers.
        crest: the school's crest as SVG; empty without one.
        cache: what was typeset before.
        language: English, or one that the flier was translated into.

    Raises:
        TypesetError: the typesetter refused it.
    """
    sheet = flier_sheet(view, flier, crest, cache, language)
    suffix = "" if language == ENGLISH else f"-{language}"
    title = flier.title if language == ENGLISH else flier.translations[language].title
    return Printed(
        f"fliers/{flier.id}{suffix}.pdf", title, sheet.pdf, sheet.pages, language, languages()[language].name
    )


def flier_sheet(view: Handbook, flier: Flier, crest: str, cache: Cache, language: str = ENGLISH) -> Sheet:
    """Typeset a flier, with what the template says of how it fits."""
    made_on = flier.date if language == ENGLISH else flier.translations[language].date
    return typeset("flier", flier_data(view, flier, crest, language), made_on.last_day, cache)


def flier_data(view: Handbook, flier: Flier, crest: str, language: str = ENGLISH) -> dict[str, Any]:
    """Gather what the template shows."""
    tongue = languages()[language]
    said = Said(view, flier, language)
    colours = palette(view.school.colour)
    address = _address(view, flier)
    return {
        "language": language,
        "region": tongue.region,
        "direction": tongue.direction,
        "fonts": tongue.fonts,
        "scale": tongue.scale,
        "words": said.words,
        "layout": str(flier.layout),
        "school": view.school.name,
        "crest": crest,
        "palette": {"band": colours.band, "on_band": colours.on_band, "text": colours.text, "tint": colours.tint},
        "title": said.title,
        "strapline": plain_text(view, said.strapline),
        "opening": said.tree(said.opening),
        "points": [
            {"title": point.title, "text": said.tree(point.text), "icon": tinted(icon(point.icon), colours.on_band)}
            for point in said.points
        ],
        "do": [said.tree(text) for text in said.do_these],
        "do_not": [said.tree(text) for text in said.do_not],
        "school_may": [said.tree(text) for text in said.school_may],
        "marks": {
            "yes": tinted(icon("check-bold"), colours.text),
            "no": tinted(icon("close-thick"), "#1a1a1a"),
        },
        "ask": [_ask(view, row) for row in said.ask],
        "address": address,
        "qr": _qr(address),
        "slip": _slip(said, said.return_slip),
        "foot": _foot(view, flier, said),
    }


class Said:
    """What a flier says in one language: a translation's words, and the icons and roles of the flier itself."""

    def __init__(self, view: Handbook, flier: Flier, language: str) -> None:
        own = flier.translations.get(language)
        text = own or flier
        self.view = view
        self.translation = own
        self.words = {**languages()[language].words, **(own.words if own else {})}
        if flier.link:
            self.words["more"] = self.words["more_about"]
        self.title = text.title
        self.strapline = text.strapline
        self.opening = text.opening
        self.points = _like(own.points, flier.points) if own else flier.points
        self.do_these, self.do_not, self.school_may = text.do_these, text.do_not, text.school_may
        self.ask = _asked(own.ask, flier.ask) if own else flier.ask
        self.return_slip = text.return_slip

    def tree(self, text: str) -> Tree:
        """A text as data for the template."""
        return tree_of(self.view, text, None) if text else []


def _like(points: tuple[FlierPoint, ...], own: tuple[FlierPoint, ...]) -> tuple[FlierPoint, ...]:
    """Translated points with the icons of the points that they translate."""
    icons = [point.icon for point in own] + [""] * len(points)
    return tuple(
        point.model_copy(update={"icon": point.icon or icon}) for point, icon in zip(points, icons, strict=False)
    )


def _asked(rows: tuple[Ask, ...], own: tuple[Ask, ...]) -> tuple[Ask, ...]:
    """Translated rows of whom to ask with the roles of those that they translate; without any, the flier's own."""
    if len(rows) != len(own):
        return own
    return tuple(
        row.model_copy(update={"role": row.role or source.role, "contact": row.contact or source.contact})
        for row, source in zip(rows, own, strict=True)
    )


def _ask(view: Handbook, row: Ask) -> dict[str, Any]:
    role = view.role(row.role)
    own = [plain_text(view, row.contact)] if row.contact else []
    contact = own or ([line for line in (role.phone, role.email) if line] if role else [])
    return {"title": row.title or (role.title if role else ""), "about": row.about, "contact": contact}


def _slip(said: Said, slip: ReturnSlip | None) -> dict[str, Any] | None:
    if slip is None:
        return None
    return {
        "text": said.tree(slip.text),
        "choices": slip.choices,
        "return_by": _day(said, slip.return_by) if slip.return_by else "",
    }


def _day(said: Said, date: Any) -> str:
    """A date in words where they are English, in figures where they are not."""
    if said.translation is None:
        return str(date.words)
    day = date.last_day
    return f"{day.day}/{day.month}/{day.year}"


def _foot(view: Handbook, flier: Flier, said: Said) -> list[str]:
    issue = f"{said.words['issue']} {flier.issue}, {_day(said, flier.date)}"
    contact = [line for line in (view.school.phone, view.school.email) if line]
    paper = f"{said.words['paper']}: {', '.join(contact)}" if contact else said.words["paper"]
    own = said.translation
    translated = f" · {said.words['translated']}: {own.by}, {_day(said, own.date)}" if own else ""
    return [f"{view.school.name} · {issue}{translated}", paper]


def _address(view: Handbook, flier: Flier) -> str:
    """Where the flier leads: to the page of its first policy as its reader sees it; empty where paper cannot follow."""
    if flier.link:
        return flier.link
    address = full_address(view, _reader_view(view, flier), policy_address(flier.sources[0].policy))
    return address if address.startswith("http") else ""


def _reader_view(view: Handbook, flier: Flier) -> View:
    return next(other for other in view.views if other.audience == flier.reader)


@lru_cache(maxsize=1 << 8)
def _qr(address: str) -> str:
    """The code of an address as SVG, with the quiet zone that cameras need."""
    if not address:
        return ""
    import segno

    code = segno.make(address, error="m", micro=False)
    return str(code.svg_inline(border=3, dark="#000", light="#fff", omitsize=True))
