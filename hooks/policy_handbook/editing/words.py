"""The words of the forms, where the name of a field and what the data format says of it would puzzle an office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Words(NamedTuple):
    """What a form calls a field.

    Attributes:
        label: its name; empty for the one made from the data format.
        hint: what it is; empty likewise.
        one: what one row of a list is called.
    """

    label: str = ""
    hint: str = ""
    one: str = ""


_NARROWER = "Tick some only if it is for fewer readers than what it stands in. Tick none, and it is for all of them."
_NAME = "Leave it empty and it is made from the words above. It is part of addresses, so do not change it later."
_WHO_ROW = "Tick some only if this row is for fewer readers than the policy."

WORDS: Mapping[str, Words] = {
    # a field of one record counts before a field of that name anywhere
    "audience": Words("Who may read it", _NARROWER),
    "by": Words("By whom", "A post or a body."),
    "covers": Words("Required section", "Only where a check asks for a section that this one is under another name."),
    "date": Words("Date", "The day on which it was done."),
    "does": Words("What it is for", "In a sentence."),
    "email": Words("E-mail", "Readers see it where the post is named."),
    "id": Words("Short name", _NAME),
    "note": Words("Note", "A few words."),
    "open": Words("Open to schools of the trust", "Schools of the trust may put their own words in its place."),
    "url": Words("Web address", "It begins with https://"),
    "why": Words("Why", "A few words."),
    "Policy.title": Words("Title", "Without the word “policy” where it can do without."),
    "Policy.kind": Words("Kind of document", "The list says what each kind is for."),
    "Policy.status": Words(hint="Only what is in force is published."),
    "Policy.category": Words("Subject", "Under which heading it is listed."),
    "Policy.owner": Words("Looked after by", "The post that keeps it up to date."),
    "Policy.audience": Words("Who may read it", "Nobody else can find it, on the website or anywhere."),
    "Policy.key_points": Words("In short", "The few points that each of its readers has to know, in their own words."),
    "Policy.sections": Words("Sections", "Open a section to change its clauses. Drag the handle of a row to move it."),
    "Policy.issue": Words("Issue number", "It goes up by one with each new issue: use “Make the next issue” for that."),
    "Policy.effective_from": Words("Applies from", "The first day."),
    "Policy.approval": Words("Approval", "Who approved this issue, and when. A draft may go without."),
    "Policy.review": Words("Next review", "How often somebody reads it again, and when next."),
    "Policy.reviews": Words("Reviews", "What took place, oldest first. “Record a review” adds a row for you."),
    "Policy.changes": Words(
        "Changes", "What each issue changed, oldest first. “Make the next issue” adds a row for you.", "change"
    ),
    "Policy.publicised": Words("Occasions to tell people", "When, how and whom the school told of it.", "occasion"),
    "Policy.linked_policies": Words("Linked policies", "Policies and documents that it is read with."),
    "Policy.guidance": Words("Guidance", "Outside guidance that it rests on, with the edition.", "guidance"),
    "Policy.satisfies": Words("Duties that it meets", "What the law or the board requires, and this policy fulfils."),
    "Policy.consulted": Words("People consulted", "Such as: Parent forum.", "group"),
    "Policy.equality_assessed_on": Words(
        "Equality impact assessed on", "The day on which somebody asked whom it might treat worse than others."
    ),
    "Policy.numbering": Words(hint="Leave it empty for the usual way: 1.1 (a) (i)."),
    "Policy.to_be_read_by": Words(
        "To be read and confirmed by", "Whoever holds one of these posts confirms that they have read it.", one="post"
    ),
    "Policy.withdrawn_from_archive": Words(
        "Keep out of the archive", "Of an earlier issue: it leaves the website, and staff still find it."
    ),
    "Approval.date": Words("Date", "Of the meeting or of the signature."),
    "Approval.by": Words("By whom", "The body or post that approved this issue."),
    "Approval.minute": Words(hint="The minute that records it, such as FGB 26/31."),
    "ReviewPlan.every": Words("How often", "Such as: 12 months, 3 years, 1 term."),
    "ReviewPlan.next": Words("Due by", "A day, or a month: then it is due by its end."),
    "Review.outcome": Words(hint="What the review led to."),
    "Review.date": Words("Date", "The day on which it was finished."),
    "Review.by": Words("By whom", "The post or body that reviewed it."),
    "Review.audience": Words("Who may read this row", _WHO_ROW),
    "ChangeRecord.issue": Words("Issue number", "Of the issue that brought the change."),
    "ChangeRecord.date": Words("Date", "The day on which it was decided."),
    "ChangeRecord.by": Words("By whom", "The post that made the change."),
    "ChangeRecord.kind": Words("How much it changed", "Whether somebody has to do something differently."),
    "ChangeRecord.summary": Words("What changed", "In words that a reader understands."),
    "ChangeRecord.audience": Words("Who may read this row", _WHO_ROW),
    "Publicised.to": Words("Who was told", "Which of the readers."),
    "Publicised.date": Words("When", "The day on which they were told."),
    "Publicised.how": Words("How", "By what means: newsletter, assembly, flier."),
    "LinkedPolicy.id": Words("Policy", "A policy of this handbook. For a document elsewhere, leave it empty."),
    "LinkedPolicy.title": Words("Title of a document elsewhere", "Only where it is no policy of this handbook."),
    "LinkedPolicy.url": Words("Web address of that document", "It begins with https://"),
    "LinkedPolicy.why": Words("What it has to do with this policy", "A few words; readers see them beside the link."),
    "LinkedPolicy.checked_against": Words("Checked against its issue", "The issue of it with which this one agrees."),
    "LinkedPolicy.audience": Words("Who may read this row", _WHO_ROW),
    "GuidanceCitation.id": Words("Guidance", "From the list that comes with the software, or the school’s own."),
    "GuidanceCitation.edition": Words("Edition", "Such as 2026."),
    "GuidanceCitation.why": Words("What the policy takes from it", "A few words; readers see them beside the link."),
    "KeyPoint.text": Words("Point", "One thing to know, in these readers’ own words."),
    "KeyPoint.from": Words(
        "Rests on these clauses", "By number or short name: you are told when one changes.", "clause"
    ),
    "Definition.term": Words("Word", "As it stands in the text."),
    "Clause.text": Words("Text", "A blank line begins a new paragraph. [[behaviour]] links to a policy."),
    "Clause.id": Words("Short name", "Only where other policies link to it. Do not change it later."),
    "Clause.responsible": Words(
        "Who has to do it", "The posts that have to do what it says. Each finds it on its own page."
    ),
    "Clause.items": Words("Items beneath it", "Printed as (a), (b), (c).", "item"),
    "Section.title": Words("Title", "A few words, without a number: numbers come by themselves."),
    "Section.clauses": Words("Clauses", "In order; they are numbered by themselves."),
    "Section.sections": Words(
        "Sub-sections", "Only where a section is long: each has a title and clauses of its own.", one="sub-section"
    ),
    "Section.definitions": Words("Definitions", "Words, and what they mean here."),
    "Section.appendix": Words("It is an appendix", "Appendices are lettered A, B and so on."),
    "School.short_name": Words(hint="At most 18 letters, for narrow screens."),
    "School.name": Words("Full name", "As it is registered."),
    "School.kind": Words("Kind of school", "It decides which duties apply."),
    "School.phase": Words("Ages", "It decides which duties apply."),
    "School.nation": Words("Nation", "Whose law applies."),
    "School.urn": Words("Unique reference number", "The six figures under which the school is registered."),
    "School.website_url": Words("School website", "It begins with https://"),
    "School.handbook_url": Words("Address of the handbook", "Without a slash at the end."),
    "School.intranet_url": Words("Address of the staff handbook", "Leave it empty if staff open it as a folder."),
    "School.colour": Words(hint="Dark enough for white text on it."),
    "School.crest": Words("Crest", "The name of its file in the folder assets."),
    "School.audiences": Words("Readers", "Each has pages of its own, in this order."),
    "School.categories": Words("Subjects of policies", "In the order in which they are shown.", "subject"),
    "School.not_applicable": Words(
        "Duties that do not apply", "The short name of the duty, and why your school need not fulfil it.", "duty"
    ),
    "School.terms": Words(
        "School terms",
        "They tell what is due this term. Leave them out for those of most schools in England.",
        one="term",
    ),
    "School.retired_terms": Words(
        "Words no longer used", "Such as the name of a former trust, and what to write now.", "word"
    ),
    "School.reading_ages": Words("Reading ages", "The age to aim at for each of the readers; empty for none."),
    "AudienceDefinition.site": Words("Which site", "The website is for everybody, the intranet for staff."),
    "Value.name": Words("Value", "In a word or two."),
    "Channel.title": Words("Name", "Such as: School newsletter."),
    "Channel.moderated_by": Words("Looked after by", "The post that reads what is written there."),
    "People.roles": Words("Posts", "Policies name posts; people are named here alone.", "post"),
    "People.bodies": Words(
        "Boards and committees", "Who approves policies and gives advice.", one="board or committee"
    ),
    "Role.title": Words("Post", "What the post is called, not the person."),
    "Role.holder": Words("Who holds it", "Leave it empty where nobody does at present."),
    "Role.held_by_many": Words("Many people hold it", "Such as all staff: then it needs nobody’s name."),
    "Role.audience": Words("Who may know of it", "Tick none, and everybody may."),
    "Role.induction": Words(
        "Policies for newcomers",
        "What somebody new in this post reads first, in order. Choose none for those that name the post.",
        one="policy",
    ),
    "Body.title": Words("Name", "As it stands in the middle of a sentence, such as: governing board."),
    "Body.chair": Words("Chaired by", "The post of whoever chairs it."),
    "Body.approves": Words("It may approve policies", "Without the tick it is heard, and decides nothing."),
    "Body.level": Words("Level", "The list says what each is."),
    "Glossary.terms": Words("Words", "In any order; they are sorted by themselves.", one="word"),
    "Entry.term": Words("Word", "As it stands in the middle of a sentence."),
    "Entry.short": Words("Abbreviation", "Such as DSL. It is explained wherever it stands."),
    "Entry.synonyms": Words("Other words for it", "What people type when they search for it.", "word"),
    "Entry.audience": Words("Who may read it", "Tick none, and everybody may."),
    "Flier.audience": Words("Who may have it", "Only they find it."),
    "Flier.reader": Words("In whose words", "Leave it empty for the first of those ticked above."),
    "Flier.layout": Words(hint="The list says how each is folded or hung up."),
    "Flier.date": Words("Date", "Printed at its foot."),
    "Flier.issue": Words("Issue number", "Of the flier. One more each time that it is printed anew."),
    "Flier.from": Words("Made from these policies", "The code on the sheet leads to the first.", "policy"),
    "FlierSource.clauses": Words("Clauses", "Those that it rests on, by number or short name.", "clause"),
    "Flier.points": Words("Points", "Without any, the policy’s own “In short” is printed."),
    "Flier.opening": Words("First sentences", "Two or three, before the points."),
    "Flier.do": Words("Do", "What its readers do, a line each.", one="line"),
    "Flier.do_not": Words("Do not", "What its readers do not do, a line each.", one="line"),
    "Flier.school_may": Words("The school may", "What follows when they do it all the same, a line each.", one="line"),
    "Flier.ask": Words("Whom to ask", "The nearest first.", one="person"),
    "Flier.link": Words("Lead to another address", "Leave it empty, and the code leads to the policy."),
    "Flier.return_slip": Words("Slip to bring back", "To cut off, sign and bring back."),
    "Flier.translations": Words("Translations", "By the code of the language: pl, ro, so, ar, ur, bn, zh.", "language"),
    "FlierPoint.icon": Words("Picture", "Its name, such as phone, account-group, shield or heart."),
    "Ask.role": Words("Post", "Its telephone number and e-mail address are printed."),
    "Ask.title": Words(
        "Another name for it", "Where it is none of the posts, or these readers call it something else."
    ),
    "Ask.contact": Words("How to reach them", "Only where it is not what the list of posts says."),
    "Translation.by": Words("Translated by", "A person or a service, for questions."),
    "Translation.of_issue": Words("Of issue", "The issue of the flier that was translated."),
    "Translation.do": Words("Do", "In this language, line by line as in the flier.", one="line"),
    "Translation.do_not": Words("Do not", "In this language, line by line as in the flier.", one="line"),
    "Translation.school_may": Words("The school may", "In this language, line by line as in the flier.", one="line"),
    "Translation.ask": Words("Whom to ask", "Only where the words differ from those of the flier.", one="person"),
    "Translation.words": Words(
        "Headings of the sheet", "Only where you want others than the usual ones.", one="heading"
    ),
}

ROW_NAMES: Mapping[str, Words] = {
    "categories": Words("Short name", _NAME),
    "not_applicable": Words("Short name of the duty", "As a check names it, such as biometrics."),
    "reading_ages": Words("Readers", "Their short name, such as parents."),
    "retired_terms": Words("The old word", "Wherever it still stands, a check says so."),
    "translations": Words("Language", "Its code: pl, ro, so, ar, ur, bn or zh."),
    "words": Words("Heading", "Its name, as the list of headings has it."),
}
"""Of what is names with values in the file: what the form calls the name."""

ROW_VALUES: Mapping[str, Words] = {
    "categories": Words("Title", "As readers see it."),
    "not_applicable": Words("Why it does not apply", "In a sentence; staff see it in the register."),
    "reading_ages": Words("Age", "In years, such as 11."),
    "retired_terms": Words("What to write now", "The words that take its place."),
    "words": Words("In this language", "What the sheet says there."),
}
"""Likewise: what the form calls the value."""

ORDER: Mapping[str, tuple[str, ...]] = {
    "Policy": (
        "title", "status", "kind", "category", "owner", "audience", "summary", "key_points", "sections",
        "linked_policies", "guidance", "satisfies", "issue", "effective_from", "approval", "review", "reviews",
        "changes", "publicised", "consulted", "equality_assessed_on", "to_be_read_by", "numbering",
    ),
    "Section": ("title", "clauses", "audience", "sections", "definitions", "appendix", "covers", "id"),
    "Clause": ("text", "items", "audience", "responsible", "id"),
    "KeyPoint": ("text", "from"),
    "FlierPoint": ("title", "text", "icon"),
    "Role": ("title", "holder", "email", "phone", "does", "held_by_many", "audience", "id"),
    "Body": ("title", "chair", "approves", "level", "does", "id"),
    "AudienceDefinition": ("title", "site", "id"),
}  # fmt: skip
"""The order of fields in a form, where it is not that of the file. What is not named comes last."""

LONG: frozenset[str] = frozenset(
    {"Policy.summary", "Clause.text", "KeyPoint.text", "Definition.meaning", "Entry.meaning", "School.vision",
     "Flier.opening", "FlierPoint.text", "ReturnSlip.text", "Translation.opening", "ChangeRecord.summary"}
)  # fmt: skip
"""Texts that want more than one line."""


def words_of(record: str, field: str) -> Words:
    """The words for a field of a record, empty where there are none."""
    return WORDS.get(f"{record}.{field}") or WORDS.get(field) or Words()
