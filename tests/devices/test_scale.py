"""What a scale says, in the forms that most scales know."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.scale import Weight, read_weight


@pytest.mark.parametrize(
    ("line", "weight"),
    [
        (b"ST,GS,+  1.2345kg", Weight(1_234_500, 100, stable=True, net=False)),
        (b"US,NT,-0.200kg", Weight(-200_000, 1000, stable=False, net=True)),
        (b"ST,NT,   612.35 g", Weight(612_350, 10, stable=True, net=True)),
        (b"ST,GS,   612.35,g", Weight(612_350, 10, stable=True, net=False)),
        (b"ST,+00012.34  g", Weight(12_340, 10, stable=True)),
        (b"ST,GS 1.000KG", Weight(1_000_000, 1000, stable=True, net=False)),
        (b"ST,GS,+     12g", Weight(12_000, 1000, stable=True, net=False)),
        (b"S S     123.45 g", Weight(123_450, 10, stable=True)),
        (b"S D      -0.02 g", Weight(-20, 10, stable=False)),
        (b"S S   1.2345 kg", Weight(1_234_500, 100, stable=True)),
        (b"ST,GS,+    1.00lb", Weight(453_592, 4536, stable=True, net=False)),
    ],
)
def test_a_weight_is_read_with_its_unit_and_whether_it_has_settled(
    line: bytes, weight: Weight
) -> None:
    assert read_weight(line) == weight


@pytest.mark.parametrize(
    "line",
    [
        b"", b"OL,GS,+999999kg", b"S I", b"S +", b"S -", b"ES", b"QT,+00012345PC", b"ST,GS,+12",
        b"ST,GS,+1.2.3g", b"ST,GS,+12 pcs", b"RT-2611-0001.1", b"\xff\xfe", b'I4 A "0123456"',
    ],
)  # fmt: skip
def test_what_is_no_weight_is_none(line: bytes) -> None:
    assert read_weight(line) is None


@given(st.binary(max_size=40))
def test_any_bytes_are_a_weight_or_none(line: bytes) -> None:
    weight = read_weight(line)
    assert weight is None or weight.step > 0


@given(st.integers(-(10**6), 10**6), st.sampled_from(["g", "kg", "mg"]))
def test_a_whole_weight_is_read_exactly(number: int, unit: str) -> None:
    sign = "-" if number < 0 else "+"
    weight = read_weight(f"ST,GS,{sign}{abs(number):8}{unit}".encode())
    factor = {"mg": 1, "g": 1000, "kg": 1_000_000}[unit]
    assert weight == Weight(number * factor, factor, stable=True, net=False)
