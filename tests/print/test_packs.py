"""Packs and sign-off sheets: several policies in one document, and who signs for what."""

import datetime as dt
import shutil
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner
from pypdfium2 import PdfDocument

from policy_handbook.cli.main import commands
from policy_handbook.print import NO_CACHE
from policy_handbook.print.pack import duration, handbook_pack, induction_of, induction_pack, minutes
from policy_handbook.print.signing import (
    Person,
    Signature,
    SigningError,
    people_from,
    sign_off_sheet,
    signatures_from,
    still_to_sign,
    unsigned_csv,
)
from policy_handbook.publish import UnusableError
from tests.print.sheets import SAMPLE, SMALL, assert_accessible, outline, page_texts, view_of, words

TODAY = dt.date(2026, 11, 21)


@pytest.fixture(name="data")
def fixture_data(tmp_path: Path) -> Path:
    shutil.copytree(SMALL, tmp_path / "data")
    return tmp_path / "data"


def test_a_whole_handbook_is_what_its_audience_may_read() -> None:
    staff = handbook_pack(view_of("staff"), "", TODAY, NO_CACHE)
    public = handbook_pack(view_of("public"), "", TODAY, NO_CACHE)

    assert outline(assert_accessible(staff.pdf, "Policy handbook: Staff – Exampleton Primary School")) == [
        "Closed",
        "Open",
    ]
    assert outline(assert_accessible(public.pdf, "Policy handbook: Public – Exampleton Primary School")) == ["Open"]
    assert "Hidden" in words(staff.pdf)
    assert not {"Hidden", "Closed", "Incident"} & set(words(public.pdf).split())


def test_the_contents_of_a_pack_name_the_pages_on_which_policies_begin() -> None:
    sheet = handbook_pack(view_of("staff", SAMPLE), "", TODAY, NO_CACHE)
    texts = page_texts(sheet.pdf)
    contents = " ".join(texts[:2])
    begins = {line.get_title(): line.get_dest().get_index() + 1 for line in PdfDocument(sheet.pdf).get_toc()}

    assert sheet.pages == len(texts) > 100
    view = view_of("staff", SAMPLE)
    for policy in view.policies.values():
        assert f"{policy.title} {policy.issue} {minutes(view, policy)} min {begins[policy.title]}" in contents


def test_a_new_holder_reads_what_is_listed_in_that_order_and_signs_for_it() -> None:
    view = view_of("staff", SAMPLE)
    listed = view.people.roles["class-teachers"].induction
    sheet = induction_pack(view, "class-teachers", "", TODAY, NO_CACHE)
    lines = outline(assert_accessible(sheet.pdf, "Welcome: Class teachers – Exampleton Primary School"))

    assert listed[0] == "child-protection"
    assert lines == [*(view.policies[name].title for name in listed), "Sign-off sheet"]
    assert "Reading time in all: about" in page_texts(sheet.pdf)[0]
    assert "Read on Initials" in page_texts(sheet.pdf)[-1]


def test_without_a_list_a_new_holder_reads_what_asks_something_of_the_role(data: Path) -> None:
    (data / "people.yaml").write_text(
        (data / "people.yaml").read_text().replace("bodies:", "  cook: {title: Cook}\nbodies:")
    )
    view = view_of("staff", data)

    assert [policy.id for policy in induction_of(view, "lead")] == ["open"]
    with pytest.raises(LookupError):
        induction_pack(view, "cook", "", TODAY, NO_CACHE)


def test_nobody_is_told_to_read_what_their_view_does_not_hold(data: Path) -> None:
    people = data / "people.yaml"
    people.write_text(
        people.read_text().replace("holder: A. Holder", "holder: A. Holder, induction: [open, closed, draft]")
    )

    assert view_of("staff", data).people.roles["headteacher"].induction == ("open", "closed")
    assert view_of("public", data).people.roles["headteacher"].induction == ("open",)


def test_references_between_policies_of_a_pack_lead_within_it(data: Path) -> None:
    closed = data / "policies" / "closed.yaml"
    closed.write_text(closed.read_text().replace("Hidden", '"See [[open]] and [[open#1.1]]."'))
    sheet = handbook_pack(view_of("staff", data), "", TODAY, NO_CACHE)
    document = assert_accessible(sheet.pdf, "Policy handbook: Staff – Exampleton Primary School")
    addresses = [
        str(thing.URI) for thing in document.objects if isinstance(thing, pikepdf.Dictionary) and "/URI" in thing
    ]

    assert "Open and Open, clause 1.1" in words(sheet.pdf)
    assert not [address for address in addresses if "policies/open" in address]


@pytest.mark.parametrize(
    ("total", "said"),
    [
        (1, "1 minutes"),
        (59, "59 minutes"),
        (60, "1 hour"),
        (80, "1 and a half hours"),
        (110, "2 hours"),
        (150, "2 and a half hours"),
    ],
)
def test_reading_time_is_said_as_people_do(total: int, said: str) -> None:
    assert duration(total) == said


def test_a_sign_off_sheet_has_a_row_for_each_name_or_empty_ones() -> None:
    view = view_of("staff")
    named = sign_off_sheet(view, [view.policies["open"]], [Person("Alba Test", "Cook"), Person("Brin Test")], "")
    blank = sign_off_sheet(view, [view.policies["open"]], [], "")

    assert "Alba Test Cook" in words(named.pdf)
    assert "Open, issue 2, in force from 1 September 2026" in words(named.pdf)
    assert "Alba" not in words(blank.pdf)
    assert_accessible(blank.pdf, "Sign-off sheet: Open – Exampleton Primary School")


@pytest.mark.parametrize(
    "data",
    [
        b"name,post\nAlba Test,Cook\n\nBrin Test,\n",
        "\ufeffName;Job title\r\n Alba Test ;Cook\r\nBrin Test;\r\n".encode(),
        b"Post\tName\nCook\tAlba Test\n\tBrin Test\n\tBrin Test\n",
    ],
)
def test_names_are_read_as_spreadsheets_write_them(data: bytes) -> None:
    assert people_from(data, "names.csv") == [Person("Alba Test", "Cook"), Person("Brin Test")]


def test_names_in_the_letters_of_an_old_windows_are_read() -> None:
    assert people_from("name\nZoë Test\n".encode("cp1252"), "names.csv") == [Person("Zoë Test")]


@pytest.mark.parametrize("data", [b"", b"who,what\nA,B\n", b"\x00\x01\x02", b"name\n"])
def test_a_file_without_names_is_refused_in_plain_words(data: bytes) -> None:
    with pytest.raises(SigningError, match=r"names\.csv (has no names|is no CSV file)"):
        people_from(data, "names.csv")


def test_who_has_still_to_sign_goes_by_the_present_issue() -> None:
    policies = list(view_of("staff").policies.values())
    people = [Person("Alba Test"), Person("=SUM(A1)", "Cook")]
    signed = [Signature("alba  TEST", "Open", 2), Signature("Alba Test", "closed", 0), Signature("Nobody", "open", 2)]
    rows = list(still_to_sign(people, policies, signed))

    assert [(row.person.name, row.policy.id, row.signed_before) for row in rows] == [
        ("Alba Test", "closed", 0),
        ("=SUM(A1)", "closed", None),
        ("=SUM(A1)", "open", None),
    ]
    assert "\r\n'=SUM(A1),Cook,open,Open,2,\r\n" in unsigned_csv(rows)


@pytest.mark.parametrize("issue", ["two", "", "²", "-1", "9" * 5000])
def test_a_signature_without_a_number_is_refused_with_its_line(issue: str) -> None:
    with pytest.raises(SigningError, match="line 3: the issue is no number"):
        signatures_from(f"name,policy,issue\nA,open,2\nB,open,{issue}\n".encode(), "signed.csv")


def run(*arguments: str) -> str:
    result = CliRunner().invoke(commands, ["print", *arguments], catch_exceptions=False, standalone_mode=False)
    return result.output


def test_every_kind_of_sheet_can_be_had_by_command(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (data / "fliers").mkdir()
    (data / "fliers" / "house.yaml").write_text(
        "title: House\naudience: [public]\nissue: 1\ndate: 2026-09-01\nfrom: [open]\npoints: [Come in.]\n"
    )
    (tmp_path / "names.csv").write_text("name\nAlba Test\n")
    (tmp_path / "signed.csv").write_text("name,policy,issue\n")
    common = ("--data", str(data))

    assert run("policy", "open", *common) == "open.pdf\n"
    assert run("policy", "open", "--view", "public", "--out", "a/b.pdf", *common) == "a/b.pdf\n"
    assert run("flier", "house", *common) == "house.pdf\n"
    assert run("handbook", "--view", "pupils", *common) == "handbook-pupils.pdf\n"
    assert run("induction", "lead", *common) == "induction-lead.pdf\n"
    assert run("sign-off", "open", "closed", "--names", "names.csv", *common) == "sign-off-open.pdf\n"
    assert "Alba Test,,open,Open,2," in run(
        "unsigned", "open", "--names", "names.csv", "--signed", "signed.csv", *common
    )
    assert "phone" in run("icons", "phone").split()
    assert "For staff" in words(Path("open.pdf").read_bytes())
    assert "For staff" not in words(Path("a/b.pdf").read_bytes())
    assert "Alba Test" in words(Path("sign-off-open.pdf").read_bytes())
    kept = b"".join(path.read_bytes() for path in (tmp_path / ".handbook-cache").rglob("*") if path.is_file())
    assert b"Alba" not in kept


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("policy", "opne"), "there is no policy in force called opne for staff: did you mean open?"),
        (("policy", "closed", "--view", "public"), "there is no policy in force called closed for public"),
        (("policy", "open", "--view", "parnets"), "there is no view called parnets: the views are"),
        (("flier", "open"), "there is no flier called open"),
        (("induction", "nobody"), "there is no role called nobody"),
        (("induction", "headteacher", "--view", "public", "--out", "/dev/null/a.pdf"), "cannot be written"),
        (("sign-off",), "no policy is named: name policies, or a role with --role"),
        (("sign-off", "open", "--names", "nowhere.csv"), "nowhere.csv cannot be read"),
        (("icons", "xyzzy"), "no icon has xyzzy in its name"),
    ],
)
def test_what_cannot_be_printed_is_said_in_one_line(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    extra = () if arguments[0] == "icons" else ("--data", str(data))
    with pytest.raises(UnusableError) as caught:
        run(*arguments, *extra)
    assert said in str(caught.value)
