"""What is done to text on its way into a paper, and to the text inside a finished one."""

import io
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from markupsafe import Markup

from planhub.infra.paths import resource
from planhub.infra.pdf import PdfError, PdfOptions, Trouble, nobreak, wire
from planhub.infra.pdf.finisher import (
    MARKS,
    SARA_AA,
    cluster,
    glyph_texts,
    mend_map,
    mend_operators,
)
from planhub.infra.pdf.furniture import css_string
from planhub.infra.pdf.intake import check, check_source, dress
from planhub.infra.pdf.options import Limits
from planhub.infra.pdf.words import pieces, write_thai_digits
from planhub.places.tiles import PROVINCE_LABELS, province_tiles

CREATED = datetime(2022, 12, 9, tzinfo=UTC)
FACES = ("regular", "bold", "italic", "bold-italic")


# --- clusters ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("glyphs", "text"),
    [
        (["ท", "ํ", "า"], "ทำ"),
        (["น", "ํ", "้", "า"], "น้ำ"),
        (["น", "ํ้", "า"], "น้ำ"),
        (["ป", "่", "า"], "ป่"),
        (["ป", "ู", "่"], "ปู่"),
        (["ญ", "ู"], "ญู"),
        (["ก", "็"], "ก็"),
        (["ส", "ํ", "ก"], "สํ"),
        (["ก"], "ก"),
        (["า", "ก"], "า"),
        (["", "ก"], ""),
    ],
)
def test_a_cluster_is_a_base_with_its_marks_and_a_split_sara_am_is_whole_again(
    glyphs: list[str], text: str
) -> None:
    assert cluster(glyphs, 0)[0] == text


def test_clusters_cover_every_glyph_once() -> None:
    glyphs = ["ท", "ํ", "า", "ง", "า", "น", "", "น", "ํ", "้", "า"]
    at, words = 0, []
    while at < len(glyphs):
        word, after = cluster(glyphs, at)
        assert after > at
        words.append(word)
        at = after
    assert "".join(words) == "ทำงานน้ำ"


@pytest.mark.parametrize("face", FACES)
def test_every_thai_letter_of_the_paper_font_has_its_text(face: str) -> None:
    texts = glyph_texts(resource(f"static/vendor/fonts/sarabun-{face}.ttf"))
    assert set(map(chr, range(0x0E01, 0x0E3B))) <= set(texts.values())
    assert set("๐๑๒๓๔๕๖๗๘๙฿ๆฯABCabc0123456789–“”•") <= set(texts.values())


@pytest.mark.parametrize("face", FACES)
def test_a_variant_without_its_foot_says_the_letter_it_replaces(face: str) -> None:
    """ญู is drawn with a ญ that has lost its foot: a glyph that is in no character map."""
    texts = list(glyph_texts(resource(f"static/vendor/fonts/sarabun-{face}.ttf")).values())
    for letter in "ญฐฎฏ":
        assert texts.count(letter) >= 2, letter


# --- operators --------------------------------------------------------------------------------------------------

TEXTS = {1: "ท", 2: "ํ", 3: SARA_AA, 4: "ง", 5: "น", 6: " ", 7: "่"}


def mended(*operators: Any) -> bytes:
    """Return what becomes of operators in the paper's font."""
    page = ["/Span", b"<</MCID 0>>", b"BDC", b"BT", b"/AB 10 Tf", *operators, b"ET"]
    mend_operators(page, {b"AB": TEXTS})
    assert page[:5] + page[-1:] == ["/Span", b"<</MCID 0>>", b"BDC", b"BT", b"/AB 10 Tf", b"ET"]
    (shown,) = page[5:-1]
    assert isinstance(shown, bytes)
    return shown


def test_only_clusters_of_several_glyphs_get_a_text_of_their_own() -> None:
    text = "ทำ".encode("utf-16-be").hex().encode()
    assert mended(b"[<000400030005>] TJ") == b"[<0004><0003><0005>] TJ"
    assert mended(b"[<0001>0<0002>-9.5<00030004>] TJ") == (
        b"/Span<</ActualText<FEFF%s>>>BDC [<0001>0 <0002>-9.5 <0003>] TJ EMC [<0004>] TJ" % text
    )


def test_a_raised_tone_mark_belongs_to_its_cluster_and_cuts_no_text() -> None:
    text = "นํ่".encode("utf-16-be").hex().encode()
    assert mended(b"[<00040005>0<0002>] TJ", b"-0.67 Ts", b"[<0007>] TJ", b"0 Ts", b"[<0004>] TJ") == (
        b"[<0004>] TJ /Span<</ActualText<FEFF%s>>>BDC [<0005>0 <0002><0007>] TJ EMC [<0004>] TJ" % text
    )


def test_a_mark_that_stands_off_its_base_takes_the_next_cluster_along() -> None:
    """Otherwise a reader sees a gap after ป้ in ปั้น, and writes a space."""
    text = "น่ท่ง".encode("utf-16-be").hex().encode()
    assert mended(b"[<0005>120<0007>-120<0001>90<0007>-90<0004><0005>] TJ") == (
        b"/Span<</ActualText<FEFF%s>>>BDC [<0005>120 <0007>-120 <0001>90 <0007>-90 <0004>] TJ EMC [<0005>] TJ"
        % text
    )
    assert mended(b"[<0005>120<0007>] TJ").endswith(b"[<0005>120 <0007>] TJ EMC")


def test_what_moves_the_pen_is_kept_to_the_last_number() -> None:
    shown = mended(b"[<0004>12.5<0001>-1e-05<0002>3<0003>7<0005>] TJ")
    for number in (b"12.5", b"-1e-05", b"3 ", b"7 "):
        assert number in shown
    assert shown.count(b"<0001>") == shown.count(b"<0005>") == 1


def test_a_watermark_is_seen_but_not_copied_while_other_furniture_is() -> None:
    def furniture(size: float) -> list[Any]:
        return ["/Artifact", b"<<>>", b"BDC", b"BT", b"/AB %f Tf" % size, b"[<00040005>] TJ", b"ET"]

    large, small = furniture(110), furniture(8)
    for operators in (large, small):
        mend_operators(operators, {b"AB": TEXTS})
    assert large[5] == b"/Span<</ActualText<FEFF>>>BDC [<0004><0005>] TJ EMC"
    assert small[5] == b"[<0004><0005>] TJ"


def test_large_text_of_the_paper_itself_is_copied() -> None:
    operators: list[Any] = ["/Span", b"<</MCID 0>>", b"BDC", b"BT", b"/AB 90 Tf", b"[<00040005>] TJ", b"ET"]
    mend_operators(operators, {b"AB": TEXTS})
    assert operators[5] == b"[<0004><0005>] TJ"


def test_the_map_is_rewritten_from_the_font_and_a_missing_letter_keeps_its_text() -> None:
    lines: list[Any] = [b"1 beginbfchar", b"<0003> <0e33>", b"<ff00> <d83dde00>", b"endbfchar"]
    mend_map(lines, TEXTS)
    assert lines == [b"1 beginbfchar", b"<0003> <0e32>", b"<ff00> <d83dde00>", b"endbfchar"]


def test_marks_are_the_thai_combining_characters() -> None:
    assert len(MARKS) == 16
    assert SARA_AA not in MARKS


# --- words and digits -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("พ.ศ. 2565", "พ.ศ. ๒๕๖๕"),
        ("12,345.50 บาท (63.4%)", "๑๒,๓๔๕.๕๐ บาท (๖๓.๔%)"),
        ("MOU-2566-001 ข้อ 2.1", "MOU-2566-001 ข้อ ๒.๑"),
        ("a1b2c3 และ 2b", "a1b2c3 และ 2b"),
        ("ติดต่อ x9@example.org โทร 02-123", "ติดต่อ x9@example.org โทร ๐๒-๑๒๓"),
        ("๙ แล้ว", "๙ แล้ว"),
        ("", ""),
    ],
)
def test_numbers_become_thai_but_codes_stay_as_they_are_typed(text: str, written: str) -> None:
    assert write_thai_digits(text) == written


def test_titles_names_and_numbered_words_stay_whole() -> None:
    found = pieces("รองผู้อำนวยการ กอบศักดิ์ ครั้งที่ 1/2566 แล้ว", frozenset({"กอบศักดิ์"}))
    assert found[1::2] == ["รองผู้อำนวยการ", "กอบศักดิ์", "ครั้งที่ 1/2566"]
    assert "".join(found) == "รองผู้อำนวยการ กอบศักดิ์ ครั้งที่ 1/2566 แล้ว"


def test_a_long_word_may_break_where_a_column_may_be_narrow() -> None:
    assert pieces("ผู้ว่าราชการจังหวัด", longest=13) == ["ผู้ว่าราชการจังหวัด"]
    assert pieces("ผู้อำนวยการ", longest=13)[1] == "ผู้อำนวยการ"


def test_the_filter_escapes_what_people_typed() -> None:
    marked = nobreak("<b>ผู้อำนวยการ</b> & คณะ", ["<b>"])
    assert isinstance(marked, Markup)
    assert marked == (
        '<span class="nb">&lt;b&gt;</span><span class="nb">ผู้อำนวยการ</span>&lt;/b&gt; &amp; คณะ'
    )


# --- intake -----------------------------------------------------------------------------------------------------


def parse(html: str) -> Any:
    return ET.fromstring(html)  # noqa: S314 - written in this file


def test_digits_change_in_every_place_but_drawings_and_where_asked() -> None:
    root = parse(
        "<html><body>1<p>2<b>3</b>4</p><style>p{top:5}</style>6"
        '<i data-digits="keep">7<b>8</b>9</i>0'
        '<svg xmlns="http://www.w3.org/2000/svg"><title>1</title></svg>2</body></html>'
    )
    dress(root, PdfOptions(title="", created=CREATED, thai_digits=True))
    assert "".join(root.itertext()) == "๑๒๓๔p{top:5}๖789๐1๒"


def test_dressing_keeps_the_text_and_tells_the_root_what_it_is() -> None:
    html = "<html class='mine'><body>ที่ปรึกษา ผู้อำนวยการ และ<b>คณะทำงาน</b> ผู้แทน 1<br/>ผู้แทน 2</body></html>"
    root = parse(html)
    before = "".join(root.itertext())
    dress(root, PdfOptions(title="", created=CREATED, line_numbers=True))
    assert "".join(root.itertext()).replace("\u200b", "") == before
    assert [span.text for span in root.iter("span")] == ["ผู้อำนวยการ", "คณะทำงาน", "ผู้แทน", "ผู้แทน"]
    assert root.get("class") == "mine report review"
    assert root.get("lang") == "th"


@pytest.mark.parametrize(
    ("html", "trouble"),
    [
        ("<div>" * 61 + "</div>" * 61, Trouble.TOO_DEEP),
        ("<table>" + "<tr><td>1</td></tr>" * 301 + "</table>", Trouble.TOO_MANY_ROWS),
        ('<table><tr><td colspan="100000000">1</td></tr></table>', Trouble.TOO_WIDE),
        ('<table><tr><td rowspan=" 999">1</td></tr></table>', Trouble.TOO_WIDE),
        ('<table><col span="5000"/></table>', Trouble.TOO_WIDE),
    ],
)
def test_what_would_take_all_time_or_memory_is_refused_first(html: str, trouble: Trouble) -> None:
    with pytest.raises(PdfError) as caught:
        check(parse(html), Limits())
    assert caught.value.trouble is trouble
    assert caught.value.status == 422


def test_html_too_deep_to_be_read_in_time_is_refused_unread() -> None:
    with pytest.raises(PdfError) as caught:
        check_source("<div><p>" * 241, Limits())
    assert caught.value.trouble is Trouble.TOO_DEEP
    check_source("<div><p>" * 240, Limits())
    check_source("<div><p>ก<br></div>" * 5000, Limits())


def test_a_space_between_two_elements_is_one_the_engine_draws() -> None:
    root = parse("<html><p><b>ก</b> <i>ข</i> ค <b>ง</b>\n<table/> <b>จ</b> </p></html>")
    dress(root, PdfOptions(title="", created=CREATED))
    assert "".join(root.itertext()) == "ก \u200bข ค ง\n จ "


def test_what_is_just_within_the_caps_passes() -> None:
    check(parse("<div>" * 60 + "</div>" * 60), Limits())
    check(parse("<table>" + "<tr><td colspan='100'>1</td></tr>" * 300 + "</table>"), Limits())


# --- furniture, messages, tiles ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ['"} body { display: none } {"', "a\\", "a\nb", "</style>", "\u200b\x00", "น้ำ"]
)
def test_nothing_in_a_text_ends_its_css_string(text: str) -> None:
    written = css_string(text)
    inner = written[1:-1]
    assert written[0] == written[-1] == '"'
    assert '"' not in inner
    assert "<" not in inner
    assert not any(c in inner for c in "\n\r\f\x00")
    assert css_string("น้ำ") == '"น้ำ"'


def test_a_message_arrives_as_it_was_sent() -> None:
    stream = io.BytesIO(wire.pack({"a": "น้ำ"}, [b"one", b"", b"\x00three"]) + wire.pack({}))
    assert wire.read(stream) == ({"a": "น้ำ"}, [b"one", b"", b"\x00three"])
    assert wire.read(stream) == ({}, [])
    with pytest.raises(EOFError):
        wire.read(stream)


def test_a_message_that_breaks_off_or_is_none_is_noticed() -> None:
    with pytest.raises(EOFError):
        wire.read(io.BytesIO(wire.pack({"a": 1}, [b"12345"])[:-1]))
    with pytest.raises(ValueError, match="a head of"):
        wire.read(io.BytesIO(b"\xff" * 64))


def test_each_province_has_one_square_of_its_own() -> None:
    tiles = province_tiles({"45": 3}, {"45": "3"}, {"45"})
    assert (
        len(tiles)
        == len({(tile.row, tile.column) for tile in tiles})
        == len({tile.label for tile in tiles})
        == 77
    )
    assert [(tile.step, tile.value, tile.ring) for tile in tiles if tile.label == "รอ"] == [(3, "3", True)]
    assert sum(tile.step for tile in tiles) == 3
    assert {"10", "38", "96"} <= set(PROVINCE_LABELS)
