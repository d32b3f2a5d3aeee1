"""A short version, and the text as everybody reads it, can be read by those for whom it is written.

The reading age is the grade of Flesch and Kincaid plus five: an estimate, right to within a year or two, of whole
texts of 100 words or more. Short versions with fewer words are measured together. `reading_ages` in school.yaml sets
the age to aim at for each audience, or `null` for none; left out, it is 11 for parents, 9 for pupils of a primary
school and 12 for older ones, and 14 for the full text on the website. Three years more than that is a warning in a
short version, less is information; the full text is information always.
"""

from collections.abc import Iterator, Mapping

from policy_handbook.findings import Finding, Place, Severity
from policy_handbook.model import Handbook, Phase, Policy, School, SiteName
from policy_handbook.rules.context import Context, info, nearest, warning
from policy_handbook.rules.reading import FEWEST_WORDS, as_read, reading_age, word_count

ID = "readability"
FAILING = """\
key_points:
  parents:
    - Notwithstanding the aforementioned provisions, individuals exercising parental responsibility are respectfully
      requested to familiarise themselves with institutional expectations concerning appropriate communication.
    - Communications which constitute unacceptable interpersonal behaviour may necessitate the implementation of
      restrictions upon subsequent attendance at educational premises, in consultation with the governing board.
    - Supplementary documentation elaborating organisational arrangements is available upon application to the
      administrative personnel, who will endeavour to accommodate reasonable requirements in alternative formats.
    - Representations concerning the administration of these arrangements should be communicated in writing to the
      headteacher, whose determination will ordinarily be communicated within a reasonable period of receipt.
    - Participation in consultative arrangements is actively encouraged, and contributions received from individuals
      are systematically considered during the periodic evaluation of effectiveness undertaken by the school.
"""
PASSING = """\
key_points:
  parents:
    - Please talk to your child’s teacher first. Most things can be put right that way.
    - We answer letters and emails within three school days. We do not answer at weekends.
    - Be kind to our staff, and to other families. If you are not, we may ask you to come to school only when we
      have agreed it with you.
    - If you are not happy with what we do, tell the headteacher. She will write back to you within ten school days.
    - You can have this page on paper, in large print or in your own language. Ask at the office.
    - Each year we ask you what works well and what does not. We read every answer, and we tell you what we changed.
"""
_FAR = 3
_GROWN_UP = 18


def check(context: Context) -> Iterator[Finding]:
    """Measure the short versions for each audience and the text on the website."""
    handbook = context.handbook
    yield from _unknown(handbook.school)
    targets = {name: age for name, age in reading_ages(handbook).items() if age is not None}
    together: dict[str, list[str]] = {}
    for policy in handbook.in_force.values():
        for audience, points in policy.key_points.items():
            if audience not in targets or not points:
                continue
            texts = tuple(as_read(handbook, point.text) for point in points)
            if sum(map(word_count, texts)) < FEWEST_WORDS:
                together.setdefault(audience, []).extend(texts)
                continue
            what = f"the short version for {audience} has"
            yield from _short_version(what, texts, targets[audience], points[0].place_of("text"), policy.id)
    for audience, some in together.items():
        what = f"the short versions for {audience} of fewer than {FEWEST_WORDS} words, read together, have"
        yield from _short_version(what, tuple(some), targets[audience], handbook.school.place_of("reading_ages"), "")
    everybody = _on_the_website(handbook)
    if everybody in targets:
        yield from _full_texts(handbook, everybody, targets[everybody])


def reading_ages(handbook: Handbook) -> Mapping[str, int | None]:
    """The age to aim at for each audience: the usual ones with what the school sets."""
    young = handbook.school.phase in (Phase.NURSERY, Phase.PRIMARY, Phase.SPECIAL)
    usual = {_on_the_website(handbook): 14, "parents": 11, "pupils": 9 if young else 12}
    return usual | handbook.school.reading_ages


def _on_the_website(handbook: Handbook) -> str:
    """The audience of the view at the top of the website, for which no password is needed."""
    return next((view.audience for view in handbook.views if view.is_top and view.site is SiteName.WEBSITE), "")


def _unknown(school: School) -> Iterator[Finding]:
    for name in school.reading_ages:
        if name not in school.audiences:
            message = f"there is a reading age for {name}, which is no audience of the school"
            near = nearest(name, school.audiences)
            yield warning(ID, school.place_of("reading_ages"), message, found=f"{name}:", write=near)


def _short_version(what: str, texts: tuple[str, ...], target: int, place: Place, policy: str) -> Iterator[Finding]:
    age = reading_age(texts)
    if age is None or round(age) <= target:
        return
    severity = Severity.WARNING if round(age) > target + _FAR else Severity.INFO
    message = f"{what} a reading age of {_years(age)}; {target} is what to aim at"
    yield Finding(ID, severity, place, message, write="shorter sentences and everyday words", policy=policy)


def _years(age: float) -> str:
    return f"about {round(age)}" if age < _GROWN_UP else f"more than {_GROWN_UP}"


def _full_texts(handbook: Handbook, audience: str, target: int) -> Iterator[Finding]:
    for policy in handbook.in_force.values():
        age = reading_age(_full_text(handbook, policy, audience))
        if age is not None and round(age) > target:
            message = f"the full text for {audience} has a reading age of {_years(age)}; {target} is what to aim at"
            write = "shorter sentences and everyday words, or key_points that say it in short"
            yield info(ID, policy.place_of("sections"), message, write=write, policy=policy.id)


def _full_text(handbook: Handbook, policy: Policy, audience: str) -> tuple[str, ...]:
    return tuple(as_read(handbook, clause.text) for clause in policy.all_clauses() if audience in clause.readers)
