"""What other makers' labels say, and when they are not believed."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.scan import Scan, decode
from devices.symbols import FIELD_OF_AI, FIELD_OF_DI, Alarm, Fields, Standard, fields

GS, RS, EOT = "\x1d", "\x1e", "\x04"
AT = datetime(2026, 7, 18, 8, 30, tzinfo=UTC)
BODY = f"{GS}PCTRL-88{GS}1PSTM32F405RGT6{GS}Q250{GS}1TL2607A{GS}10D2628{GS}4LCN"


def scanned(text: str) -> Scan:
    return decode("scan-1", text.encode(), AT)


def read(text: str) -> Fields:
    found = fields(scanned(text))
    assert found
    return found


@pytest.mark.parametrize(
    "label",
    [
        f"[)>{RS}06{BODY}{RS}{EOT}",
        f"]d1[)>{RS}06{BODY}{RS}{EOT}",
        f">[)>06{BODY}{RS}{EOT}",
        f"[)>06{BODY}{RS}{EOT}",
        f"[)>{RS}06{BODY}",
        f"[)>{RS}06{BODY}{EOT}",
        f"[)>{RS}06{BODY}{GS}{RS}{EOT}",
    ],
    ids=["whole", "identified", "Mouser", "no RS", "no trailer", "no last RS", "last GS"],
)
def test_an_electronics_label_is_read_field_by_field(label: str) -> None:
    found = read(label)

    assert found.alarm is None
    assert (found.standard, found.product) == (Standard.MH10, "STM32F405RGT6")
    assert (found.customer_part, found.quantity, found.lot) == ("CTRL-88", 250, "L2607A")
    assert (found.date_code, found.country) == ("2628", "CN")


def test_identifiers_we_do_not_use_are_kept_in_order() -> None:
    found = read(f"[)>{RS}06{GS}11ZPICK{GS}1PA1{GS}30PA1-ND{RS}{EOT}")

    assert found.data == (("11Z", "PICK"), ("1P", "A1"), ("30P", "A1-ND"))
    assert found.product == "A1"


@pytest.mark.parametrize(
    "label", ["[)>06PCTRL-881PSTM32Q250", "[)>06|PCTRL-88|Q250", "[)>06", f"[)>{RS}06P1{GS}Q5"]
)
def test_lost_separators_raise_an_alarm_and_are_never_guessed(label: str) -> None:
    assert read(label) == Fields(Standard.MH10, alarm=Alarm.SEPARATORS_LOST)


@pytest.mark.parametrize("field", ["p1", "q5", "1", "9999Q5", "Q5\x1eX"])
def test_a_field_without_a_known_form_is_left_to_a_person(field: str) -> None:
    assert read(f"[)>{RS}06{GS}{field}{GS}Q5").alarm is Alarm.UNREADABLE


def test_a_label_that_says_two_things_is_left_to_a_person() -> None:
    assert read(f"[)>{RS}06{GS}Q5{GS}Q6").alarm is Alarm.CONTRADICTORY
    assert read(f"[)>{RS}06{GS}Q5{GS}Q5").quantity == 5


def test_two_ways_to_write_the_date_are_no_contradiction() -> None:
    found = read(f"[)>{RS}06{GS}10D2628{GS}9D260718")

    assert (found.alarm, found.date_code) == (None, "2628")


@pytest.mark.parametrize("said", ["2.5", "1,000", "5 KG", "3 RL", "²", "٣", "1" * 10, "-5"])
def test_a_quantity_that_is_no_whole_number_of_pieces_is_no_quantity(said: str) -> None:
    found = read(f"[)>{RS}06{GS}Q{said}")

    assert (found.quantity, found.stated) == (None, said)
    assert found.data == (("Q", said),)


@pytest.mark.parametrize("said", ["250", "000250", "250PCS", "250 pcs", " 250 EA", "250片"])
def test_a_quantity_with_the_unit_of_pieces_is_a_quantity(said: str) -> None:
    found = read(f"[)>{RS}06{GS}Q{said}")

    assert (found.quantity, found.stated) == (250, "")


def test_a_blank_quantity_leaves_the_other_fields_readable() -> None:
    found = read(f"[)>{RS}06{GS}PCTRL-88{GS}Q{GS}1TL1{RS}{EOT}")

    assert (found.alarm, found.customer_part, found.lot) == (None, "CTRL-88", "L1")
    assert (found.quantity, found.stated) == (None, "")


@pytest.mark.parametrize(
    ("field", "filled"),
    [
        ("PCTRL-88", "customer_part"),
        ("1Pstm32", "product"),
        ("TL1", "lot"),
        ("1TL1", "lot"),
        ("SSN-1", "serial"),
        ("9D2628", "date_code"),
        ("10D2628", "date_code"),
        ("16D20260718", "date_code"),
        ("K4500012345", "order"),
        ("4LCN", "country"),
        ("JUN123", "box"),
        ("1JUN123", "box"),
        ("3S0001", "box"),
    ],
)
def test_each_identifier_fills_its_field_as_it_is_written(field: str, filled: str) -> None:
    value = getattr(read(f"[)>{RS}06{GS}{field}{RS}{EOT}"), filled)

    assert value
    assert field.endswith(value)
    assert field.removesuffix(value) in FIELD_OF_DI


def test_gs1_data_inside_an_electronics_label_is_read() -> None:
    found = read(f"[)>{RS}05{GS}0107032069804988" + f"10L2607A{GS}30250{RS}{EOT}")

    assert (found.standard, found.alarm) == (Standard.GS1, None)
    assert (found.product, found.lot, found.quantity) == ("07032069804988", "L2607A", 250)
    assert read(f"[)>{RS}05{GS}01123").alarm is Alarm.UNREADABLE


def test_the_number_of_a_carton_is_its_box() -> None:
    assert read("]C100106141411234567897").box == "106141411234567897"


@pytest.mark.parametrize("label", ["[)>", f"[)>{RS}12{GS}X", f"[)>{RS}0{GS}6P1"])
def test_other_formats_are_named_unknown(label: str) -> None:
    assert read(label).alarm is Alarm.UNKNOWN_FORMAT


@pytest.mark.parametrize("identifier", ["]C1", "]d2", "]Q3"])
def test_a_gs1_label_is_read_field_by_field(identifier: str) -> None:
    found = read(f"{identifier}010703206980498811260718" + f"10L2607A{GS}21SN-1{GS}30250")

    assert found.alarm is None
    assert (found.standard, found.product) == (Standard.GS1, "07032069804988")
    assert (found.lot, found.serial, found.quantity) == ("L2607A", "SN-1", 250)
    assert found.date_code == "260718"


@pytest.mark.parametrize("identifier", ["", "]C0", "]d1", "]Q1"])
def test_without_the_gs1_identifier_digits_are_only_digits(identifier: str) -> None:
    assert fields(scanned(f"{identifier}0107032069804988")) is None


def test_a_gs1_field_that_ran_into_the_next_raises_an_alarm() -> None:
    assert read("]C110" + "L" * 20 + "21SN-1").alarm is Alarm.SEPARATORS_LOST


@pytest.mark.parametrize("data", ["RT-1", "01123", "11261345", "01控制板"])
def test_what_is_no_gs1_is_left_to_a_person(data: str) -> None:
    assert read(f"]C1{data}").alarm is Alarm.UNREADABLE


def test_our_own_codes_have_no_such_fields() -> None:
    assert fields(scanned("LRT-2607-0001.1K")) is None
    assert fields(scanned("\x00")) is None


HEADS = st.sampled_from(["", "]C1", "]d2", "]Q3", "[)>", f"[)>{RS}06{GS}", ">[)>06", "[)>06"])
PIECES = st.sampled_from([GS, RS, EOT, *FIELD_OF_DI, *FIELD_OF_AI, "3100", "3932", "8008", "12"])


@given(HEADS, st.lists(st.one_of(PIECES, st.text(max_size=12), st.from_regex(r"\A[0-9]{1,14}\Z"))))
def test_no_text_whatever_brings_the_reading_down(head: str, rest: list[str]) -> None:
    found = fields(decode("scan-1", (head + "".join(rest)).encode(errors="ignore"), AT))

    assert (
        found is None or found.alarm is None or found == Fields(found.standard, alarm=found.alarm)
    )
