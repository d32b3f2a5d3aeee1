"""Invented policies with what a reader of them would recover: the truth against which imports are measured."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Part:
    """A clause or an item with the items under it."""

    text: str
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Chapter:
    """A section with clauses and sub-sections."""

    title: str
    parts: tuple[Part, ...] = ()
    chapters: tuple[Chapter, ...] = ()


@dataclass(frozen=True)
class Change:
    """A row of the change record sheet, as written and as it should be read."""

    issue: str
    date: str
    summary: str
    by: str
    iso: str


@dataclass(frozen=True)
class Invented:
    """An invented policy.

    Attributes:
        name: a short name for it.
        title: its title as the document shows it.
        shown: its title in the handbook.
        school: the school that it is of.
        control: labels and values, as written.
        expected: fields as they should be read.
        changes: the change record sheet.
        chapters: the text.
        linked: titles of linked policies.
    """

    name: str
    title: str
    shown: str
    school: str
    control: tuple[tuple[str, str], ...]
    expected: dict[str, object]
    chapters: tuple[Chapter, ...]
    changes: tuple[Change, ...] = ()
    linked: tuple[str, ...] = field(default=())


def _items(*texts: str) -> tuple[Part, ...]:
    return tuple(Part(text) for text in texts)


LANTERNS = Invented(
    name="lanterns",
    title="Lantern Safety Policy",
    shown="Lantern Safety",
    school="Quillmere Primary School",
    control=(
        ("Issue No", "4"),
        ("Date issued", "12/09/23"),
        ("Approved by", "Full Governing Body"),
        ("Date approved", "16th November 2023"),
        ("Next review date", "November 2024"),
        ("Policy owner", "School Business Manager"),
    ),
    expected={
        "issue": 4,
        "approved_by": "governing-board",
        "approved_on": "2023-11-16",
        "next": "2024-11",
        "owner": "business-manager",
    },
    changes=(
        Change("2", "October 2021", "Policy reviewed, no changes", "Business Manager", "2021-10"),
        Change("3", "Sept 22", "Candles are no longer kept in classrooms", "Business Manager", "2022-09"),
        Change("4", "16/11/2023", "Battery lanterns are counted after each event", "Headteacher", "2023-11-16"),
    ),
    chapters=(
        Chapter(
            "Introduction",
            (
                Part(
                    "Lanterns light the paths of the school on dark afternoons. The governing body"
                    " wants every pupil to walk"
                    " home safely and to enjoy the winter parade. The purpose of this policy is to ensure that:",
                    _items(
                        "pupils carry lanterns that cannot burn them or anybody near to them;",
                        "staff know which lanterns may be used indoors and which must stay in the yard;",
                        "parents hear in good time what their children need to bring for the parade.",
                    ),
                ),
                Part("It rests on what the school learned when the first parade was held in the village square."),
            ),
        ),
        Chapter(
            "Scope",
            (
                Part(
                    "This policy applies to every lantern on the premises, whoever brought it and whatever powers it."
                ),
                Part(
                    "It does not apply to the emergency lights of the building, which the caretaker tests each month."
                ),
            ),
        ),
        Chapter(
            "Roles and responsibilities",
            (
                Part(
                    "The Headteacher decides whether a parade takes place and tells families by the first of December."
                ),
                Part("The Business Manager keeps the store of lanterns and counts them after each event."),
                Part(
                    "Class teachers check before each parade that:",
                    (
                        Part("each lantern has a fresh battery and a handle that holds;"),
                        Part(
                            "spare lanterns are ready for pupils who have none, of which there are two kinds:",
                            _items("small ones for the youngest classes;", "large ones for those who lead the way;"),
                        ),
                        Part("no lantern has an open flame."),
                    ),
                ),
            ),
        ),
        Chapter(
            "Use of lanterns at school events",
            (
                Part("Lanterns are switched on when the last pupil has left the hall and not before."),
                Part(
                    "An adult walks at the head and another at the end of each class, with a whistle"
                    " and a list of names."
                ),
            ),
        ),
        Chapter(
            "Breaches of this policy",
            chapters=(
                Chapter(
                    "Staff",
                    (
                        Part("A member of staff who lights a flame indoors will be asked to meet the Headteacher."),
                        Part("Repeated breaches are dealt with under the disciplinary procedure."),
                    ),
                ),
                Chapter(
                    "Pupils", (Part("A pupil who swings a lantern at another pupil hands it to the class teacher."),)
                ),
            ),
        ),
        Chapter(
            "Links with other policies",
            (
                Part(
                    "This policy should be read with the following policies:",
                    _items("Health and safety policy", "Behaviour policy", "School trips policy"),
                ),
            ),
        ),
        Chapter(
            "Monitoring and review",
            (
                Part("The governing body reviews this policy every year and after any accident with a lantern."),
                Part("The Business Manager reports the number of broken lanterns to the governing body each spring."),
            ),
        ),
    ),
    linked=("Health and safety policy", "Behaviour policy", "School trips policy"),
)

PONDS = Invented(
    name="ponds",
    title="Pond Dipping Procedure",
    shown="Pond Dipping Procedure",
    school="Brambleford Community School",
    control=(
        ("Version", "2"),
        ("Author", "Deputy Headteacher"),
        ("Ratified by governors on", "3rd May 2024"),
        ("Effective from", "1 September 2024"),
        ("Review frequency", "Every two years"),
        ("Next review due", "Summer term 2026"),
    ),
    expected={
        "issue": 2,
        "kind": "procedure",
        "approved_by": "governing-board",
        "approved_on": "2024-05-03",
        "effective": "2024-09-01",
        "every": "2 years",
        "next": "2026-07",
        "owner": "deputy-headteacher",
    },
    chapters=(
        Chapter(
            "Purpose",
            (
                Part("This procedure says how classes visit the pond behind the orchard, and who watches the water."),
                Part(
                    "Pond dipping teaches children to look closely, to wait, and to leave living"
                    " things as they found them."
                ),
            ),
        ),
        Chapter(
            "Before the visit",
            (
                Part(
                    "The class teacher looks at the pond on the morning of the visit and notes the depth of the water."
                ),
                Part("No visit takes place when there is ice on the water or when the bank is soft after rain."),
                Part(
                    "The class teacher takes to the pond:",
                    _items(
                        "the list of pupils with the times at which they were counted",
                        "the throw line, which hangs beside the garden door",
                        "a charged telephone with the number of the office",
                    ),
                ),
            ),
        ),
        Chapter(
            "At the pond",
            (
                Part("One adult watches the water and does nothing else. That adult wears the yellow jacket."),
                Part("Pupils kneel at the edge and never stand while they hold a net."),
                Part("Nets go in at the side of the platform, so that nobody has to lean across another pupil."),
            ),
            (
                Chapter(
                    "If somebody falls in",
                    (
                        Part("The watching adult throws the line and calls for the second adult."),
                        Part("The second adult leads the other pupils away from the bank and rings the office."),
                    ),
                ),
            ),
        ),
        Chapter(
            "After the visit",
            (
                Part("Creatures go back into the water within twenty minutes. Trays are rinsed with rain water."),
                Part("Everybody washes their hands before they eat, and cuts are shown to the first aider."),
            ),
        ),
        Chapter(
            "Review of this procedure",
            (
                Part(
                    "The Deputy Headteacher looks at this procedure again after each summer and asks"
                    " the classes what went well."
                ),
            ),
        ),
    ),
)

KITES = Invented(
    name="kites",
    title="Kite Flying and Model Aircraft Policy",
    shown="Kite Flying and Model Aircraft",
    school="St Orrin's Church of England Primary School",
    control=(
        ("Policy title", "Kite Flying and Model Aircraft Policy"),
        ("Date", "March 2024"),
        ("Review date", "March 2025"),
        ("Reviewed by", "Ada Sample Headteacher"),
        ("Approved by", "FGB"),
    ),
    expected={
        "approved_by": "governing-board",
        "effective": "2024-03",
        "next": "2025-03",
        "owner": "headteacher",
    },
    chapters=(
        Chapter(
            "Aims",
            (
                Part(
                    "We want every child to feel what the wind can do, and to know when to keep a kite on the ground."
                ),
                Part(
                    "Flying is taught as part of science, and nobody is left out because they have"
                    " no kite of their own."
                ),
            ),
        ),
        Chapter(
            "Where and when kites may be flown",
            (
                Part("Kites are flown on the upper field only, and never within sight of the railway."),
                Part("There is no flying when thunder has been heard within the last hour."),
                Part(
                    "Before the first kite goes up, the adult in charge:",
                    _items(
                        "looks at the wind sock and writes down how strong the wind is",
                        "walks along the fence to see whether there are horses in the next field",
                        "tells the office how long the class will be outside",
                    ),
                ),
            ),
        ),
        Chapter(
            "Model aircraft",
            (
                Part("Model aircraft with an engine are flown by adults and only at the summer fair."),
                Part("A model that weighs more than a bag of sugar needs the consent of the governing body."),
            ),
        ),
        Chapter(
            "What to do when a line is tangled",
            (
                Part("The pupil lets go of the line and steps back. An adult cuts it and never pulls."),
                Part("Lines that touch a wire are left where they are, and the office rings the power company."),
            ),
        ),
        Chapter(
            "Equal opportunities",
            (Part("Pupils who use a wheelchair fly from the path, which is swept on the day before."),),
        ),
        Chapter(
            "Monitoring and review",
            (Part("This policy will be reviewed every year by the Headteacher and the science lead."),),
        ),
    ),
)

ALL = (LANTERNS, PONDS, KITES)
