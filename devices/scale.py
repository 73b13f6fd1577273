"""What a scale says: one line of ASCII for each weight, in the forms that most scales know.

`ST,GS,+  1.2345kg` (stable or US unstable, GS gross or NT net), the same without gross and net,
and `S S     123.45 g` or `S D     123.45 g` of Mettler Toledo's SICS. OL, `S +`, `S -` and `S I`
are no weights.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

UNITS: Final = {
    "mg": Decimal(1),
    "g": Decimal(1000),
    "kg": Decimal(1_000_000),
    "oz": Decimal("28349.523125"),
    "lb": Decimal("453592.37"),
}
"""Milligrams in a unit."""
LARGEST: Final = 10**12

_NUMBER: Final = r"(?P<sign>[+-]?)\s*(?P<number>\d{1,12}(?:\.\d{0,6})?|\.\d{1,6})"
_UNIT: Final = r"[\s,]*(?P<unit>[A-Za-z]{1,3})"
_LISTED: Final = re.compile(rf"(?P<how>ST|US),?\s*(?:(?P<what>GS|NT),?)?\s*{_NUMBER}{_UNIT}\s*")
_SICS: Final = re.compile(rf"S (?P<how>[SD])\s+{_NUMBER}{_UNIT}\s*")


@dataclass(frozen=True, slots=True)
class Weight:
    """A weight in milligrams; `step` is the smallest that the scale tells apart.

    `stable` is what the scale says. `net` is None where it does not say it.
    """

    milligrams: int
    step: int
    stable: bool
    net: bool | None = None


def read_weight(raw: bytes) -> Weight | None:
    """Return the weight in a line of a scale; nothing for overload, pieces and other lines."""
    text = raw.decode("ascii", errors="replace").strip()
    found = _LISTED.fullmatch(text) or _SICS.fullmatch(text)
    factor = UNITS.get(found["unit"].lower()) if found else None
    if found is None or factor is None:
        return None
    number = Decimal(found["sign"] + found["number"])
    exponent = number.as_tuple().exponent
    digits = -exponent if isinstance(exponent, int) else 0
    milligrams = int((number * factor).to_integral_value())
    step = max(1, int((factor / 10**digits).to_integral_value()))
    if abs(milligrams) > LARGEST:
        return None
    what = found.groupdict().get("what")
    return Weight(milligrams, step, found["how"] in {"ST", "S"}, what == "NT" if what else None)
