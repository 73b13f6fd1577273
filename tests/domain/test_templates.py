"""A customer's own label is read as it was taught from one sample, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices import symbols
from domain import templates
from domain.label_formats import (
    FormatsOverlap,
    expect_apart,
    expect_not_ours,
    template_of,
)
from domain.templates import (
    LONGEST,
    SAID,
    SEPARATORS,
    BadTemplate,
    Holds,
    Template,
    learn,
    separators_in,
    split,
    visible,
    word_before,
)

BOX = "HK-7;Q200PCS;LOT:AB12;2628;HK"
PARTS = ["customer_part", "quantity+1", "lot+4", "date_code", "constant"]


def taught(
    sample: str = BOX, separator: str = "semicolon", cuts: str = "", *parts: str
) -> Template:
    return template_of(sample, separator, cuts, parts or PARTS)


def test_a_label_is_read_as_it_was_taught() -> None:
    assert taught().read("HK-8;Q50PCS;LOT:X9;2630;HK") == {
        "customer_part": "HK-8", "quantity": "50", "lot": "X9", "date_code": "2630",
    }  # fmt: skip


@pytest.mark.parametrize("unit", ["PCS", "pcs", " Pcs", ""])
def test_the_unit_of_a_quantity_may_be_written_in_any_case(unit: str) -> None:
    said = taught().read(f"HK-8;Q50{unit};LOT:X9;2630;HK")
    assert said is not None
    assert said["quantity"] == "50"


def test_a_unit_that_one_kind_of_label_knows_the_other_knows_too() -> None:
    assert templates.UNITS == symbols.UNITS
    for unit in sorted(symbols.UNITS):
        for written in (unit, unit.lower()):
            sample = f"HK-7;Q200{written};LOT:AB12;2628;HK"
            assert (taught(sample).read(sample) or {})["quantity"] == "200"
            assert symbols.pieces(f"200 {written}") == 200


def test_a_label_may_leave_a_field_blank() -> None:
    said = taught().read("HK-8;Q;LOT: ;;HK")
    assert said == {"customer_part": "HK-8", "quantity": "", "lot": "", "date_code": ""}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "HK-8;Q50;LOT:X9;2630",
        "HK-8;Q50;LOT:X9;2630;HK;1",
        "HK-8;Q50;LOT:X9;2630;DS",
        "HK-8;P50;LOT:X9;2630;HK",
        "HK-8;Q5O;LOT:X9;2630;HK",
        "HK-8;Q٥;LOT:X9;2630;HK",
        "HK-8;Q50;LOT:X9;26W3;HK",
        ";Q;LOT:;;HK",
        "HK-8|Q50|LOT:X9|2630|HK",
    ],
)
def test_another_label_is_not_read(text: str) -> None:
    assert taught().read(text) is None


def test_a_label_without_separators_is_cut_at_its_places() -> None:
    by_place = template_of(
        "HK0071260718200", "", "2 5 11", ["constant", "lot", "ignore", "quantity"]
    )
    assert by_place.read("HK9991234560350") == {"lot": "999", "quantity": "0350"}
    assert by_place.read("DS9991234560350") is None
    assert by_place.read("HK999123456035") is None


@pytest.mark.parametrize(
    ("sample", "separator", "cuts", "parts", "mistake"),
    [
        ("", "semicolon", "", ["lot"], "sample"),
        ("a\tb", "", "1", ["lot", "constant"], "sample"),
        ("a" * (LONGEST + 1), "", "", ["lot"], "sample"),
        ("a;b", "colon", "", ["lot", "ignore"], "cuts"),
        ("a;b", "semicolon", "1", ["lot", "ignore"], "cuts"),
        ("abc", "", "2 1", ["lot", "ignore", "ignore"], "cuts"),
        ("abc", "", "3", ["lot", "ignore"], "cuts"),
        ("abc", "", "-1", ["lot", "ignore"], "cuts"),
        ("a;b", "semicolon", "", ["lot"], "pieces"),
        ("a;b", "semicolon", "", ["lot", "rumour"], "pieces"),
        (";" * 45, "semicolon", "", ["ignore"] * 46, "pieces"),
        ("a;b", "semicolon", "", ["constant", "ignore"], "nothing"),
        ("a;b", "semicolon", "", ["lot", "lot"], "twice"),
        ("a;", "semicolon", "", ["lot", "serial"], "empty"),
        ("a;", "semicolon", "", ["lot", "constant"], "empty"),
        ("a;Q", "semicolon", "", ["lot", "serial+1"], "prefix"),
        ("a;Q5", "semicolon", "", ["lot", "serial+9"], "prefix"),
        ("a;five", "semicolon", "", ["lot", "quantity"], "quantity"),
        ("a;5KG", "semicolon", "", ["lot", "quantity"], "quantity"),
        ("a;2.5", "semicolon", "", ["lot", "quantity"], "quantity"),
        ("abcd", "", "2", ["lot", "serial"], "loose"),
    ],
)
def test_what_cannot_be_learned_is_refused_with_the_reason(
    sample: str, separator: str, cuts: str, parts: list[str], mistake: str
) -> None:
    with pytest.raises(BadTemplate) as refusal:
        template_of(sample, separator, cuts, parts)
    assert refusal.value.facts["mistake"] == mistake


@pytest.mark.parametrize(
    ("sample", "separator", "cuts", "parts"),
    [
        ("LRT-2607-0001.1K", "", "1", ["constant", "lot"]),
        ("LXX-1234-5678.9Z", "", "1", ["constant", "lot"]),
        ("SRT-2607-0001.2/9X", "slash", "", ["lot", "ignore"]),
        ("NRT-B1/77", "slash", "", ["lot+1", "quantity"]),
        ("BABCDEFGHX", "", "1", ["constant", "serial"]),
        ("CABCDX", "", "1", ["constant", "serial"]),
        ("XY12345678", "", "2 4", ["lot", "constant", "serial"]),
    ],
)
def test_a_format_that_our_own_codes_would_fit_is_refused(
    sample: str, separator: str, cuts: str, parts: list[str]
) -> None:
    with pytest.raises(BadTemplate, match="ours"):
        expect_not_ours(template_of(sample, separator, cuts, parts), sample)


def test_a_format_that_only_begins_like_our_codes_is_taken() -> None:
    expect_not_ours(taught(), BOX)
    label = "LOT77;Q5"
    expect_not_ours(template_of(label, "semicolon", "", ["lot+3", "quantity+1"]), label)


def test_two_formats_of_one_customer_that_fit_one_sample_are_refused() -> None:
    loose = template_of("A;B;C;D;E", "semicolon", "", ["lot", *["ignore"] * 4])
    with pytest.raises(FormatsOverlap):
        expect_apart(taught(), BOX, {"箱": (loose, "A;B;C;D;E")})
    with pytest.raises(FormatsOverlap):
        expect_apart(loose, "A;B;C;D;E", {"箱": (taught(), BOX)})
    expect_apart(taught(), BOX, {"盘": (template_of("A|B", "bar", "", ["lot", "ignore"]), "A|B")})


def test_letters_before_digits_are_offered_as_a_constant() -> None:
    for piece, word in {
        "Q200": "Q", "P123-4": "P", "LOT:AB12": "LOT:", "D/C=2628": "", "QTY=5": "QTY=",
        "AB": "", "LOT:": "", "12": "", "": "", "批次12": "", "ABCDEFGHIJKLMN1": "",
    }.items():  # fmt: skip
        assert word_before(piece) == word, piece


def test_a_sample_shows_its_separators() -> None:
    assert separators_in(visible("A\x1dB;C")) == ("gs", "semicolon")
    assert separators_in("ABC") == ()
    assert split(visible("A\x1dB"), "gs") == ["A", "B"]


def test_blanks_at_the_ends_of_a_label_keep_their_places() -> None:
    sample = visible("  HK0071 ")
    assert sample == "␠␠HK0071␠"
    padded = template_of(sample, "", "4 6", ["constant", "lot", "quantity"])
    assert padded.read(visible("  HK9912 ")) == {"lot": "99", "quantity": "12"}
    assert visible(" ") == "␠"


SIGNS = "".join(SEPARATORS.values())
TEXTS = st.text(st.sampled_from("AQ0129-:.线" + SIGNS), min_size=1, max_size=40) | st.text(
    max_size=60
)
CHOICES = st.sampled_from(list(Holds))


@given(st.data(), TEXTS, st.sampled_from(["", *SEPARATORS]))
def test_a_sample_that_was_accepted_reads_back_exactly_what_it_was_told_to_say(
    data: st.DataObject, sample: str, separator: str
) -> None:
    places = st.lists(st.integers(0, len(sample)), max_size=4, unique=True).map(sorted)
    cuts = () if separator else tuple(data.draw(places))
    pieces = split(sample, separator, cuts)
    holds = [data.draw(CHOICES) for _ in pieces]
    prefixes = {n: data.draw(st.integers(0, 3)) for n in range(len(pieces))}
    try:
        template = learn(sample, separator, cuts, holds, prefixes)
    except BadTemplate:
        return
    told = {
        one.value: piece[prefixes[n]:].strip(" ␠")
        for n, (piece, one) in enumerate(zip(pieces, holds, strict=True)) if one in SAID
    }  # fmt: skip
    said = template.read(sample)
    assert said is not None
    if "quantity" in told:
        assert told["quantity"].startswith(said["quantity"])
        assert said["quantity"].isdigit()
        told["quantity"] = said["quantity"]
    assert said == told


@given(st.text(max_size=600), st.sampled_from(["", *SEPARATORS]), st.text(max_size=20))
def test_no_text_whatever_brings_a_template_down(text: str, separator: str, parts: str) -> None:
    for template in (taught(), template_of("HK12", "", "2", ["constant", "lot"])):
        said = template.read(text)
        assert said is None or any(said.values())
    try:
        template_of(text, separator, "", parts.split())
    except BadTemplate:
        return


def test_nothing_that_somebody_taught_becomes_a_pattern() -> None:
    assert not hasattr(templates, "re")
    said = taught(".*;Q1;(a+)+$;1;HK", "semicolon", "", "lot", "quantity+1", *["ignore"] * 3)
    assert said.read("a" * LONGEST) is None
    assert said.read("[;Q2;a;;") == {"lot": "[", "quantity": "2"}
