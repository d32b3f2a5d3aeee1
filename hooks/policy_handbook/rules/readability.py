"""A short version, and the text as everybody reads it, can be read by those for whom it is written.

The reading age is the grade of Flesch and Kincaid plus five: an estimate, right to within a year or two, of whole
texts of 100 words or more. Short versions with fewer words are measured together. `reading_ages` in school.yaml sets
the age to aim at for each audience, or `null` for none; left out, it is 11 for parents, 9 for pupils of a primary
school and 12 for older ones, and 14 for the full text on the website. Three years more than that is a warning in a
short version, less is information; the full text is information always.
"""

from collections.abc import Iterator, Mapping, Sequence

from policy_handbook.findings import Finding, Place, Severity
from policy_handbook.model import Phase, School, SiteName
from policy_handbook.rules.context import Context, PolicyContext, info, nearest, warning
from policy_handbook.rules.reading import FEWEST_WORDS, Measure, age_of, as_read, measure

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


def check_policy(context: PolicyContext) -> Iterator[Finding]:
    """Measure the short versions of a policy for each audience, and its text on the website."""
    if not context.is_in_force:
        return
    policy, targets = context.policy, _targets(context.school)
    for audience, points in _short_versions(context):
        measured = measure(points)
        if measured.words >= FEWEST_WORDS:
            what = f"the short version for {audience} has"
            place = policy.key_points[audience][0].place_of("text")
            yield from _short_version(what, measured, targets[audience], place, policy.id)
    everybody = _on_the_website(context.school)
    if everybody in targets:
        yield from _full_text(context, everybody, targets[everybody])


def note(context: PolicyContext) -> dict[str, Measure]:
    """The measures of those short versions that are too short to tell by themselves."""
    measured = {audience: measure(points) for audience, points in _short_versions(context)}
    return {audience: found for audience, found in measured.items() if found.words < FEWEST_WORDS}


def check_notes(context: Context, notes: Mapping[str, Mapping[str, Sequence[int]]]) -> Iterator[Finding]:
    """Measure the shortest short versions together; and look at the ages that the school sets."""
    school = context.handbook.school
    yield from _unknown(school)
    together: dict[str, Measure] = {}
    for measures in notes.values():
        for audience, (words, sentences, syllables) in measures.items():
            sums = together.get(audience, Measure(0, 0, 0))
            together[audience] = Measure(sums.words + words, sums.sentences + sentences, sums.syllables + syllables)
    targets = _targets(school)
    for audience, measured in together.items():
        what = f"the short versions for {audience} of fewer than {FEWEST_WORDS} words, read together, have"
        yield from _short_version(what, measured, targets[audience], school.place_of("reading_ages"), "")


def _short_versions(context: PolicyContext) -> Iterator[tuple[str, list[str]]]:
    """Yield the words of the short versions of a policy in force for those audiences that have an age to aim at."""
    if context.is_in_force:
        targets = _targets(context.school)
        for audience, points in context.policy.key_points.items():
            if audience in targets and points:
                yield audience, [as_read(context, point.text) for point in points]


def _targets(school: School) -> Mapping[str, int]:
    return {name: age for name, age in reading_ages(school).items() if age is not None}


def reading_ages(school: School) -> Mapping[str, int | None]:
    """The age to aim at for each audience: the usual ones with what the school sets."""
    young = school.phase in (Phase.NURSERY, Phase.PRIMARY, Phase.SPECIAL)
    usual = {_on_the_website(school): 14, "parents": 11, "pupils": 9 if young else 12}
    return usual | school.reading_ages


def _on_the_website(school: School) -> str:
    """The audience of the view at the top of the website, for which no password is needed: the first of that site."""
    return next((name for name, audience in school.audiences.items() if audience.site is SiteName.WEBSITE), "")


def _unknown(school: School) -> Iterator[Finding]:
    for name in school.reading_ages:
        if name not in school.audiences:
            message = f"there is a reading age for {name}, which is no audience of the school"
            near = nearest(name, school.audiences)
            yield warning(ID, school.place_of("reading_ages"), message, found=f"{name}:", write=near)


def _short_version(what: str, measured: Measure, target: int, place: Place, policy: str) -> Iterator[Finding]:
    age = age_of(measured)
    if age is None or round(age) <= target:
        return
    severity = Severity.WARNING if round(age) > target + _FAR else Severity.INFO
    message = f"{what} a reading age of {_years(age)}; {target} is what to aim at"
    yield Finding(ID, severity, place, message, write="shorter sentences and everyday words", policy=policy)


def _years(age: float) -> str:
    return f"about {round(age)}" if age < _GROWN_UP else f"more than {_GROWN_UP}"


def _full_text(context: PolicyContext, audience: str, target: int) -> Iterator[Finding]:
    policy = context.policy
    texts = [as_read(context, clause.text) for clause in policy.all_clauses() if audience in clause.readers]
    age = age_of(measure(texts))
    if age is not None and round(age) > target:
        message = f"the full text for {audience} has a reading age of {_years(age)}; {target} is what to aim at"
        write = "shorter sentences and everyday words, or key_points that say it in short"
        yield info(ID, policy.place_of("sections"), message, write=write, policy=policy.id)
