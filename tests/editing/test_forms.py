"""Policies changed in the forms in a real browser: each change is that change in the file, and no other."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from policy_handbook.print import pdf_text
from tests.editing.conftest import TRIAL
from tests.editing.office import Office

pytestmark = pytest.mark.browser
VENDOR = Path(__file__).parents[1] / "browser" / "vendor"
AXE = (VENDOR / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def test_one_field_is_one_line(office: Office) -> None:
    office.open_policy()
    office.field("Summary").fill("A policy to try forms on: all of them.")
    expect(office.page.get_by_text("Not saved yet")).to_be_visible()
    office.saved()
    assert office.difference() == [
        "-summary: A policy to try rules on.",
        '+summary: "A policy to try forms on: all of them."',
    ]


def test_opening_and_looking_changes_nothing(office: Office) -> None:
    office.open_policy()
    office.open_row("Scope")
    office.open_row("Visitors sign in")
    assert office.difference() == []


def test_a_clause_is_changed(office: Office) -> None:
    office.open_policy()
    section = office.open_row("Scope")
    clause = office.open_row("It is for everybody", section)
    office.field("Text", clause).fill("It is for everybody who comes in.")
    office.looked()
    expect(office.beside.get_by_text("It is for everybody who comes in.")).to_be_visible()
    office.saved()
    assert office.difference() == [
        "-      - It is for everybody.",
        "+      - It is for everybody who comes in.",
    ]


def test_one_line_of_a_long_clause_is_one_line(office: Office) -> None:
    office.open_policy()
    clause = office.open_row("Visitors sign in", office.open_row("Scope"))
    text = office.field("Text", clause)
    expect(text).to_have_value("Visitors sign in:\n\n- at the gate\n- at the office")
    text.fill("Visitors sign in:\n\n- at the gate\n- at the front desk")
    office.saved()
    assert office.difference() == ["-          - at the office", "+          - at the front desk"]


def test_a_clause_is_added(office: Office) -> None:
    office.open_policy()
    section = office.open_row("Purpose")
    section.get_by_role("button", name="Add clause").click()
    clause = section.locator('[class*="SortableListItem"]').last
    office.field("Text", clause).fill("We learn from it.")
    office.saved()
    assert office.difference() == ["+      - We learn from it."]


def test_a_clause_is_removed(office: Office) -> None:
    office.open_policy()
    section = office.open_row("Scope")
    section.get_by_role("button", name="Remove: The office knows").click()
    office.saved()
    assert office.difference() == [
        '-      - text: "The office knows who is in: the list is there."',
        "-        audience: [staff]",
    ]


def test_a_clause_is_moved_with_the_keyboard(office: Office) -> None:
    office.open_policy()
    section = office.open_row("Scope")
    handle = section.get_by_role("button", name="Move: It is for everybody.", exact=True)
    handle.focus()
    office.page.keyboard.press("ArrowDown")
    rows = section.locator('[class*="NestedObjectLabel"]').locator("visible=true")
    expect(rows.nth(1)).to_contain_text("It is for everybody.")
    expect(handle).to_be_focused()
    office.page.keyboard.press("ArrowDown")
    expect(rows.nth(2)).to_contain_text("It is for everybody.")
    expect(handle).to_be_focused()
    office.page.keyboard.press("ArrowUp")
    expect(rows.nth(1)).to_contain_text("It is for everybody.")
    office.looked()
    office.saved()
    assert office.difference() == [
        "-      - It is for everybody.",
        "+      - It is for everybody.",
    ]


def test_a_section_is_moved_with_the_mouse(office: Office) -> None:
    office.open_policy()
    handle = office.page.get_by_role("button", name="Move: Review", exact=True)
    handle.scroll_into_view_if_needed()
    target = office.page.get_by_role("button", name="Move: Who does what", exact=True)
    there, here = target.bounding_box(), handle.bounding_box()
    assert there
    assert here
    office.page.mouse.move(here["x"] + 5, here["y"] + 5)
    office.page.mouse.down()
    office.page.mouse.move(here["x"] + 5, here["y"] - 10, steps=5)
    office.page.mouse.move(there["x"] + 5, there["y"] - 10, steps=10)
    office.page.wait_for_timeout(400)
    office.page.mouse.up()
    office.page.wait_for_timeout(400)
    office.saved()
    assert sorted(line[1:] for line in office.difference() if line[0] == "-") == sorted(
        line[1:] for line in office.difference() if line[0] == "+"
    )
    text = office.editor.store.text("policies/trial.yaml")
    assert text.index("id: monitoring") < text.index("id: roles")


def test_a_linked_policy_is_added(office: Office) -> None:
    office.open_policy()
    office.page.get_by_role("button", name="Add linked policy").click()
    row = office.page.locator('[class*="SortableListItem"]').filter(has=office.page.get_by_label("Checked against its"))
    office.field("Policy", row.last).press_sequentially("Behav")
    office.page.get_by_role("option", name="Behaviour").click()
    office.saved()
    assert office.difference() == ["+linked_policies:", "+  - behaviour"]


def test_rows_are_headed_by_words(office: Office) -> None:
    """A linked policy by its title, whatever its short name is; a new row is there to be filled in."""
    more = "linked_policies: [behaviour, {title: Our charter}]\nconsulted: [Parents]\n"
    (office.editor.store.data / "policies" / "trial.yaml").write_text(TRIAL + more, encoding="utf-8")
    office.open_policy()
    assert office.row("Our charter").inner_text() == "Our charter"
    assert office.row("Behaviour").inner_text() == "Behaviour"
    assert office.row("Parents").inner_text() == "Parents"
    office.page.get_by_role("button", name="Add linked policy").click()
    row = (
        office.page.locator('[class*="SortableListItem"]').filter(has=office.page.get_by_label("Checked against")).last
    )
    expect(office.field("Policy", row)).to_be_focused()


def test_a_reader_is_ticked(office: Office) -> None:
    office.open_policy()
    ticks = office.page.get_by_role("group", name="Who may read it").first
    expect(ticks.get_by_label("Staff")).to_be_checked()
    ticks.get_by_label("Pupils").check()
    office.saved()
    assert office.difference() == [
        "-audience: [public, parents, staff]   # not for pupils yet",
        "+audience: [public, parents, staff, pupils] # not for pupils yet",
    ]


def test_everyone_stands_for_all(office: Office) -> None:
    office.open_policy()
    ticks = office.page.get_by_role("group", name="Who may read it").first
    ticks.get_by_label("Everyone").check()
    expect(ticks.get_by_label("Staff")).not_to_be_checked()
    office.saved()
    assert [line.split("#")[0].rstrip() for line in office.difference()] == [
        "-audience: [public, parents, staff]",
        "+audience: everyone",
    ]


def test_a_date_is_chosen(office: Office) -> None:
    office.open_policy()
    office.field("Due by").fill("2027-06-30")
    office.saved()
    assert office.difference() == [
        "-review: {every: 12 months, next: 2027-07-31}",
        "+review: {every: 12 months, next: 2027-06-30}",
    ]


def test_a_month_is_chosen(office: Office) -> None:
    office.open_policy()
    office.page.get_by_label("Due by: how exactly").select_option("a month")
    expect(office.field("Due by")).to_have_value("2027-07")
    office.saved()
    assert office.difference() == [
        "-review: {every: 12 months, next: 2027-07-31}",
        "+review: {every: 12 months, next: 2027-07}",
    ]


def test_a_section_is_added_and_named_after_its_title(office: Office) -> None:
    office.open_policy()
    office.page.get_by_role("button", name="Add section").click()
    section = (
        office.page.locator('[class*="SortableListItem"]').filter(has=office.page.get_by_label("Required section")).last
    )
    office.field("Title", section).fill("School trips")
    section.get_by_role("button", name="Add clause").click()
    office.field("Text", section.locator('[class*="SortableListItem"]').last).fill("They go.")
    office.saved()
    assert office.difference() == [
        "+  - id: school-trips",
        "+    title: School trips",
        "+    clauses:",
        "+      - They go.",
    ]


def test_one_saves_more_than_once(office: Office) -> None:
    office.open_policy()
    for words in ("Once.", "Twice.", "Three times."):
        office.field("Summary").fill(words)
        office.saved()
    assert office.difference() == ["-summary: A policy to try rules on.", "+summary: Three times."]


REVIEWED = "-  - {date: 2026-07-01, by: headteacher, outcome: new-issue}"


def test_a_broken_rule_is_shown_and_mended(office: Office) -> None:
    office.refused = True
    office.open_policy()
    expect(office.beside.get_by_text("Nothing found.")).to_be_visible()
    reviews = office.rows_of("Reviews")
    office.open_row("2026-07-01", reviews)
    office.field("Date", reviews).fill("2027-07-01")
    office.looked()
    checks = office.beside.get_by_role("region", name="What the checks find")
    expect(checks).to_contain_text("Has to be mended")
    expect(checks).to_contain_text("Where: Reviews, review 1")
    office.save()
    expect(office.page.get_by_text("Not saved:")).to_be_visible()
    assert office.difference() == []
    office.field("Date", reviews).fill("2026-07-02")
    office.looked()
    expect(checks).to_contain_text("Nothing found.")
    office.saved()
    assert office.difference() == [REVIEWED, "+  - {date: 2026-07-02, by: headteacher, outcome: new-issue}"]


def test_a_note_of_an_import_is_settled(office: Office) -> None:
    path = office.editor.store.data / "policies" / "trial.yaml"
    path.write_text(TRIAL.replace("\nsummary:", "\n# CHECK: say what it is about\nsummary:"), encoding="utf-8")
    office.open_policy()
    expect(office.beside.get_by_text("To check with the document: say what it is about")).to_be_visible()
    office.field("Summary").fill("A policy to try forms on.")
    office.beside.get_by_role("button", name="I have checked it").click()
    expect(office.beside.get_by_text("To check with the document")).to_have_count(0)
    office.saved()
    assert office.difference() == ["-summary: A policy to try rules on.", "+summary: A policy to try forms on."]


def test_errors_are_saved_on_the_persons_word(office: Office) -> None:
    office.open_policy()
    reviews = office.rows_of("Reviews")
    office.open_row("2026-07-01", reviews)
    office.field("Date", reviews).fill("2027-07-01")
    office.looked()
    office.beside.get_by_label("Save although something has to be mended.").check()
    office.saved()
    assert office.difference() == [REVIEWED, "+  - {date: 2027-07-01, by: headteacher, outcome: new-issue}"]


def test_what_somebody_else_changed_is_not_overwritten(office: Office) -> None:
    office.refused = True
    office.open_policy()
    file = office.editor.store.data / "policies" / "trial.yaml"
    theirs = file.read_text(encoding="utf-8").replace("title: Trial", "title: Theirs")
    file.write_text(theirs, encoding="utf-8")
    office.field("Summary").fill("Mine.")
    office.save()
    expect(office.page.get_by_text("was changed by somebody else")).to_be_visible()
    assert file.read_text(encoding="utf-8") == theirs


def test_what_is_required_is_asked_for(office: Office) -> None:
    office.refused = True
    office.open_policy()
    office.field("Title").fill("")
    office.save()
    expect(office.page.get_by_text("Title has to be filled in.")).to_be_visible()
    assert office.difference() == []


def test_each_audience_has_its_own_page(office: Office) -> None:
    office.open_policy()
    views = office.beside.get_by_label("As it is read by")
    expect(office.beside.get_by_text("The office knows who is in")).to_be_visible()
    views.select_option("Parents and carers")
    office.looked()
    expect(office.beside.get_by_text("It is for everybody.")).to_be_visible()
    expect(office.beside.get_by_text("The office knows who is in")).to_have_count(0)
    assert views.locator("option").all_inner_texts() == ["Staff", "Public", "Parents and carers"]


def test_the_printed_sheet_is_there_before_anything_is_saved(office: Office) -> None:
    office.open_policy()
    office.field("Title").fill("Zebra crossings")
    office.beside.get_by_label("Show").select_option("the printed sheet")
    office.looked()
    link = office.beside.get_by_role("link", name="Open the printed sheet in a window of its own")
    address = link.get_attribute("href") or ""
    reply = office.page.request.get(address)
    assert reply.headers["content-type"] == "application/pdf"
    assert "Zebra crossings" in " ".join(pdf_text(reply.body()).split())
    assert office.difference() == []


def test_a_new_policy(office: Office) -> None:
    office.open("#/collections/policies")
    office.page.get_by_role("link", name="New policy").click()
    office.field("Title").fill("Trips & visits")
    office.field("Looked after by").press_sequentially("Head")
    office.page.get_by_role("option", name="Headteacher").click()
    office.page.get_by_role("group", name="Who may read it").first.get_by_label("Staff").check()
    office.field("Summary").fill("How we go out.")
    for title in ("Purpose", "Scope", "Roles", "Monitoring"):
        section = office.open_row(title)
        section.get_by_role("button", name="Add clause").click()
        office.field("Text", section.locator('[class*="SortableListItem"]').last).fill(f"On {title.lower()}.")
    office.looked()
    office.saved()
    assert "\n".join(line[1:] for line in office.difference("policies/trips-visits.yaml")) == NEW


NEW = """\
# yaml-language-server: $schema=../../schemas/policy.schema.json
title: Trips & visits
kind: policy
status: draft
owner: headteacher
audience: [staff]
issue: 1
effective_from: 2026-11-21
review:
  every: 12 months
  next: 2027-11-21
summary: How we go out.
sections:
  - id: purpose
    title: Purpose
    clauses:
      - On purpose.
  - id: scope
    title: Scope
    clauses:
      - On scope.
  - id: roles
    title: Roles
    clauses:
      - On roles.
  - id: monitoring
    title: Monitoring
    clauses:
      - On monitoring."""


def test_the_holder_of_a_post_changes(office: Office) -> None:
    office.open("#/collections/school/entries/people")
    row = office.open_row("Headteacher: Mrs T. Marchbank")
    office.field("Who holds it", row).fill("Ms P. Ivory")
    office.saved()
    assert office.difference("people.yaml") == [
        "-  headteacher: {title: Headteacher, holder: Mrs T. Marchbank, email: head@exampleton.example.org}",
        "+  headteacher: {title: Headteacher, holder: Ms P. Ivory, email: head@exampleton.example.org}",
    ]


def test_a_flier_is_made(office: Office) -> None:
    office.open("#/collections/fliers/new")
    office.field("Title").fill("At the gate")
    office.page.get_by_role("group", name="Who may have it").get_by_label("Parents and carers").check()
    office.page.get_by_role("button", name="Add policy").click()
    row = office.page.locator('[class*="SortableListItem"]').last
    office.field("Policy", row).press_sequentially("Trial")
    office.page.get_by_role("option", name="Trial").click()
    office.page.get_by_role("button", name="Add point").first.click()
    point = office.page.locator('[class*="SortableListItem"]').last
    office.field("Text", point).fill("Please ring the bell.")
    office.looked()
    expect(office.beside.get_by_role("link", name="Open the printed sheet")).to_be_visible()
    office.saved()
    assert "\n".join(line[1:] for line in office.difference("fliers/at-the-gate.yaml")) == FLIER


FLIER = """\
# yaml-language-server: $schema=../../schemas/flier.schema.json
title: At the gate
audience: [parents]
issue: 1
date: 2026-11-21
from:
  - trial
points:
  - Please ring the bell."""


def test_nobody_is_led_astray_by_words_of_other_programs(office: Office) -> None:
    office.open("#/collections/policies")
    office.page.get_by_role("link", name="New policy").wait_for()
    header = office.page.locator("header").inner_text()
    assert "Media" not in header
    assert "Guided work" in header
    assert "Publish" in header
    office.open_policy()
    words = office.page.locator("body").inner_text()
    assert "Saved" in words
    for word in ("Published", "Check for Preview", "There is no preview on a server", "＋", "Collections"):
        assert word not in words, word


def test_what_stands_beside_the_form_has_no_known_barrier(office: Office) -> None:
    office.open_policy()
    office.field("Looked after by").click()
    office.page.keyboard.press("Escape")
    frame = next(
        frame for frame in office.page.frames if frame.name == "preview-pane" or frame != office.page.main_frame
    )
    assert frame.evaluate(f"() => {{ {AXE} }}") is None
    for kind in ("the web page", "the printed sheet"):
        office.beside.get_by_label("Show").select_option(kind)
        office.looked()
        found = frame.evaluate("() => axe.run(document, {iframes: false, resultTypes: ['violations']})")
        assert [rule["id"] + ": " + rule["nodes"][0]["html"] for rule in found["violations"]] == []
