"""Bad pictures, letters and icons: each is a finding in plain words, and none of them ends up on paper."""

import base64
import datetime as dt
import io
import shutil
from pathlib import Path

import pytest
from PIL import Image

from policy_handbook.print import NO_CACHE, PictureError, as_svg, pdf_text, prints_of
from policy_handbook.publish import check
from policy_handbook.publish.view import make_view
from tests.print.sheets import SMALL, figures_without_words, handbook_of, opened, view_of, words

TODAY = dt.date(2026, 11, 21)
SOUND = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0h10v10z"/></svg>'


@pytest.fixture(name="data")
def fixture_data(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    shutil.copytree(SMALL, data)
    (data / "assets").mkdir()
    (data / "school.yaml").write_text((data / "school.yaml").read_text() + "crest: crest.svg\n")
    return data


def said_of_crest(data: Path) -> list[str]:
    findings = check(data, root=data.parent, today=TODAY).findings
    return [finding.message for finding in findings if finding.rule == "crest-usable"]


def picture(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "#17495c").save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"not a picture at all", "this is no picture that can be printed"),
        (b"", "this is no picture that can be printed"),
        (b"\x89PNG\r\n\x1a\n", "the picture is cut short"),
        (b"\xff\xd8\xff" + bytes(50_000_000), "the picture has 50.0 MB, and 2 MB is the most"),
        (
            SOUND.replace("<path", "<script>alert(1)</script><path").encode(),
            "the SVG holds something that can run (script)",
        ),
        (SOUND.replace("<path", '<path onload="alert(1)"').encode(), "the SVG holds something that can run (onload)"),
        (
            SOUND.replace("<path", '<image href="https://example.org/a.png"/><path').encode(),
            "the SVG holds a reference to something outside itself",
        ),
        (
            SOUND.replace("<path", "<style>@import 'a.css'</style><path").encode(),
            "the SVG holds a reference to something outside itself",
        ),
        (
            SOUND.replace("<path", '<a href="javascript:alert(1)"/><path').encode(),
            "the SVG holds a reference to something outside itself",
        ),
    ],
)
def test_a_crest_that_cannot_be_used_is_a_finding(data: Path, content: bytes, expected: str) -> None:
    (data / "assets" / "crest.svg").write_bytes(content)

    assert said_of_crest(data) == [expected]


def test_a_crest_that_is_not_there_or_lies_elsewhere_is_a_finding(data: Path) -> None:
    assert said_of_crest(data) == ["there is no file crest.svg in the folder assets"]
    school = data / "school.yaml"
    school.write_text(school.read_text().replace("crest: crest.svg", "crest: ../people.yaml"))
    assert said_of_crest(data) == ["there is no file ../people.yaml in the folder assets"]
    view = make_view(handbook_of(data), "public", data=data, docs=data / "docs", findings=(), today=TODAY)
    assert not [file.path for file in view.files if "people" in file.path]


@pytest.mark.parametrize("kind", ["png", "jpeg", "gif"])
def test_a_crest_in_pixels_is_printed_as_it_is(kind: str) -> None:
    prints = prints_of(view_of("public"), as_svg(picture(kind)), NO_CACHE)
    document = opened(prints.policies["open"].content)

    assert prints.failed == ()
    assert 'width="60" height="40"' in as_svg(picture(kind))
    assert any(
        thing.get("/Subtype") == "/Image" for thing in document.objects if hasattr(thing, "get_raw_stream_buffer")
    )
    assert figures_without_words(document) == []


def test_a_plain_svg_with_a_gradient_and_a_picture_of_its_own_is_sound() -> None:
    inner = base64.b64encode(picture("png")).decode()
    svg = SOUND.replace(
        "<path",
        '<defs><linearGradient id="g"/></defs><use href="#g"/>'
        f'<image href="data:image/png;base64,{inner}"/><path fill="url(#g)"',
    )

    assert as_svg(svg.encode()) == svg
    with pytest.raises(PictureError):
        as_svg(svg.replace("url(#g)", "url(https://example.org/g.svg)").encode())


def test_letters_that_no_font_has_leave_the_policy_out_of_print_and_nothing_else(data: Path) -> None:
    (data / "assets" / "crest.svg").write_text(SOUND)
    policy = data / "policies" / "open.yaml"
    policy.write_text(policy.read_text().replace("- For all", "- For all ꦱꦸꦒ"))
    found = [f for f in check(data, root=data.parent, today=TODAY).findings if f.rule == "printable"]
    prints = prints_of(view_of("staff", data), "", NO_CACHE)

    assert [(f.found, f.place.line, f.policy) for f in found] == [("ꦱꦸꦒ", 26, "open")]
    assert list(prints.policies) == ["closed"]
    assert "could not be displayed" in prints.failed[0]


@pytest.mark.parametrize("text", ["Zażółć gęślą jaźń", "Școală și țară", "Ελληνικά", "Українська", "→ ✓ ½ ≥ €"])
def test_letters_of_europe_and_common_signs_are_printed(data: Path, text: str) -> None:
    policy = data / "policies" / "open.yaml"
    policy.write_text(policy.read_text().replace("- For all", f"- {text}"))
    prints = prints_of(view_of("public", data), "", NO_CACHE)

    assert prints.failed == ()
    assert text in words(prints.policies["open"].content)
    assert text in pdf_text(prints.policies["open"].content)
