"""A tester's log as pieces of a tray: read whole or refused with its row and the reason (K-22)."""

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from domain.errors import DomainError
from domain.process import Outcome
from terminal.forms import HIDDEN
from terminal.testers import Tester

ENCODINGS: Final = ("utf-8-sig", "gb18030")
MOST_ROWS: Final = 5000
LONGEST: Final = 100


class BadLog(DomainError):
    """A log cannot be imported; `row` and `flaw` say where and why, `value` what stands there."""

    code = "bad-log"

    def __init__(self, flaw: str, row: int = 0, value: str = "") -> None:
        super().__init__(flaw=flaw, row=row, value=HIDDEN.sub("�", value)[:40] or "—")


@dataclass(frozen=True, slots=True)
class Log:
    """What a log says: pieces, the bad ones as a tray tells them, and the log's own mark."""

    pieces: int
    bad: dict[Outcome, int]
    defects: dict[str, int]
    mark: str


def read_log(tester: Tester, data: bytes) -> Log:
    """Read a log; raises `BadLog` for the first thing that is wrong, and then nothing is taken.

    A failed piece without a visible fault goes to repair; the tester's code for a visible fault
    names its defect.
    """
    seen: set[str] = set()
    bad: Counter[Outcome] = Counter()
    defects: Counter[str] = Counter()
    for row, (serial, passed, defect) in _rows(tester, _text(data)):
        if serial in seen:
            raise BadLog("serial", row, serial)
        seen.add(serial)
        if defect:
            defects[defect] += 1
            bad[Outcome.SEEN_ONLY] += passed
        else:
            bad[Outcome.UNSEEN] += not passed
    if not seen:
        raise BadLog("empty")
    mark = hashlib.sha256(data).hexdigest()[:16]
    told = {outcome: pieces for outcome, pieces in bad.items() if pieces}
    return Log(len(seen), told, dict(defects), mark)


def _text(data: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadLog("encoding")


def _rows(tester: Tester, text: str) -> Iterator[tuple[int, tuple[str, bool, str]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    number = 0
    try:
        heads = [head.strip() for head in reader.fieldnames or ()]
        reader.fieldnames = heads
        number = 1
        for column in filter(None, (tester.serial, tester.result, tester.defect)):
            if heads.count(column) != 1:
                raise BadLog("columns", 1, column)
        for number, row in enumerate(reader, 2):
            if number > MOST_ROWS + 1:
                raise BadLog("many", number)
            yield number, _piece(tester, row, number)
    except csv.Error:
        raise BadLog("row", number + 1) from None


def _piece(tester: Tester, row: dict[str, str], number: int) -> tuple[str, bool, str]:
    if None in row or None in row.values():
        raise BadLog("row", number)
    serial, result = row[tester.serial].strip(), row[tester.result].strip()
    if not 0 < len(serial) <= LONGEST or HIDDEN.search(serial):
        raise BadLog("no-serial", number, serial)
    known = {word.upper(): True for word in tester.passed}
    known |= {word.upper(): False for word in tester.failed}
    if result.upper() not in known:
        raise BadLog("result", number, result)
    code = row[tester.defect].strip() if tester.defect else ""
    passed = known[result.upper()]
    if code and code not in tester.defects:
        if passed:
            raise BadLog("defect", number, code)
        return serial, passed, ""  # a fault of function: nobody can see it
    return serial, passed, tester.defects.get(code, "")
