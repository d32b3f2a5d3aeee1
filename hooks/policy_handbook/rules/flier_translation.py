"""A translation of a flier is of its present issue, and has a line for each line of it.

A parent who reads the rules of two years ago in Polish is worse off than one who asks for them in English.
"""

from collections.abc import Iterator

from policy_handbook.findings import Finding
from policy_handbook.model import Flier, Translation
from policy_handbook.rules.context import Context, error, nearest, warning
from policy_handbook.rules.data import sheet_languages

ID = "flier-translation"
FAILING = """\
# fliers/trial.yaml
title: Trying things out
audience: [parents]
issue: 2
date: 2026-09-01
from: [trial]
points: [Ask before you try., Say how it went.]
translations:
  pl: {by: A translator, date: 2025-09-01, of_issue: 1, title: Próbujemy, points: [Zapytaj., Opowiedz.]}
  ro: {by: A translator, date: 2026-09-02, of_issue: 2, title: Încercăm, points: [Întreabă.]}
  po: {by: A translator, date: 2026-09-02, of_issue: 2, title: Próbujemy, points: [Zapytaj., Opowiedz.]}
"""
PASSING = """\
# fliers/trial.yaml
title: Trying things out
audience: [parents]
issue: 2
date: 2026-09-01
from: [trial]
points: [Ask before you try., Say how it went.]
translations:
  pl: {by: A translator, date: 2026-09-02, of_issue: 2, title: Próbujemy, points: [Zapytaj., Opowiedz.]}
"""


def check(context: Context) -> Iterator[Finding]:
    """Compare each translation with its flier."""
    known = sheet_languages()
    for flier in context.handbook.fliers.values():
        for code, translation in flier.translations.items():
            if code not in known:
                names = ", ".join(f"{name} ({short})" for short, name in known.items())
                message = f"{code} is no language that sheets are printed in: {names}"
                write = f"{nearest(code, known)}:" if nearest(code, known) else ""
                yield error(ID, translation.place, message, found=f"{code}:", write=write)
                continue
            if translation.of_issue < flier.issue:
                message = (
                    f"the {known[code]} text is of issue {translation.of_issue}, and the flier is at {flier.issue}"
                )
                place = translation.place_of("of_issue")
                write = "have it brought up to date, then put the new number and date"
                yield warning(ID, place, message, found=f"of_issue: {translation.of_issue}", write=write)
            yield from _lines(flier, translation, known[code])


def _lines(flier: Flier, translation: Translation, language: str) -> Iterator[Finding]:
    for name, field in (("points", "points"), ("do", "do_these"), ("do_not", "do_not"), ("school_may", "school_may")):
        own, theirs = len(getattr(flier, field)), len(getattr(translation, field))
        if own != theirs:
            message = f"the flier has {own} under {name}, and its {language} text has {theirs}"
            yield warning(ID, translation.place_of(name), message, found=f"{name}: {theirs}")
    if bool(flier.return_slip) != bool(translation.return_slip):
        message = f"only one of the flier and its {language} text has a return_slip"
        yield warning(ID, translation.place_of("return_slip"), message)
