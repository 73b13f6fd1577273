"""The commands of the command sheets 操作码表: their groups, and at which steps each is of use.

The sheet prints what stands here, and the reader obeys it (`terminal.desk.commands`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from domain.codes import Code, CodeKind
from domain.handover import Reason
from domain.process import ROUTES, Outcome, Step
from terminal.settings import Station

O, R = Outcome, Reason  # noqa: E741  (the tables below read as the sheet does)
RESULTS: Final[Mapping[str, tuple[Outcome, ...]]] = MappingProxyType({
    "COUNTED": (O.COUNTED,),
    "BATCHFAULT": (O.BATCH_PROBLEM,),
    "NOFAULT": (O.NO_FAULT,),
    "UNSEEN": (O.UNSEEN,),
    "SEENONLY": (O.SEEN_ONLY,),
    "SEEN": (O.SEEN,),
    "UNTESTABLE": (O.UNTESTABLE,),
    "CURED": (O.REPAIRED, O.REWORKED),
    "NOTFOUND": (O.NOTHING_FOUND, O.REWORK_NOTHING_FOUND),
    "GIVEUP": (O.UNREPAIRABLE, O.REWORK_UNREPAIRABLE),
    "PASS": (O.RETEST_PASSED, O.OQC_PASSED),
    "FAIL": (O.RETEST_FAILED, O.OQC_FAILED),
    "FAILSEEN": (O.RETEST_FAILED_SEEN, O.OQC_FAILED_SEEN),
    "PACKED": (O.PACKED,),
})  # fmt: skip
FORMS: Final[Mapping[str, str]] = MappingProxyType({
    "FORMSERVICE": "service-form", "FORMRECORD": "repair-record", "FORMSIGNED": "signed",
})  # fmt: skip
PROMISES: Final[Mapping[str, str]] = MappingProxyType({"ONTIME": "yes", "NOTONTIME": "no"})
REASONS: Final[Mapping[str, Reason]] = MappingProxyType({
    "RFORM": R.MISSING_FORM,
    "RRECORD": R.MISSING_REPAIR_RECORD,
    "RUNSIGNED": R.UNSIGNED,
    "RUNDATED": R.UNDATED,
    "RCOUNT": R.COUNT_DIFFERS,
    "RMIXED": R.MIXED,
    "RLABEL": R.LABEL_DIFFERS,
    "RDAMAGED": R.DAMAGED,
    "ROTHER": R.OTHER,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its group on the sheet, and at which steps it is of use."""

    group: str
    steps: frozenset[Step]


def _all(group: str, names: Iterable[str], *steps: Step) -> dict[str, Command]:
    return dict.fromkeys(names, Command(group, frozenset(steps or Step)))


def _results() -> dict[str, Command]:
    return {
        name: Command("result", frozenset(ROUTES[one].step for one in outcomes))
        for name, outcomes in RESULTS.items()
    }


RECEIVING: Final = tuple(step for step in Step if step is not Step.INTAKE)
RECORDED: Final = (Step.RETEST, Step.REVIEW, Step.SHIP)
MENDING: Final = (Step.REPAIR, Step.REWORK)
COMMANDS: Final[Mapping[str, Command]] = MappingProxyType({
    **_all("digits", ["CLEAR", "BACK", "FIELD"], *RECEIVING),
    **_all("receive", ["FORMSERVICE", "FORMSIGNED"], *RECEIVING),
    **_all("receive", ["FORMRECORD"], *RECORDED),
    **_all("receive", PROMISES, *MENDING),
    **_all("receive", ["ACCEPT"], *RECEIVING),
    **_all("refuse", [*REASONS, "REFUSE"], *RECEIVING),
    **_results(),
    **_all("result", ["TRAYS"], Step.SCREENING),
    **_all("result", ["FINISH", "FORM"], Step.SCREENING, *MENDING),
    **_all("sign", ["SIGN"], *RECEIVING),
    **_all("sign", ["CANCEL", "NEXT"]),
    **_all("sign", ["UNDO"], Step.SCREENING),
    **_all("sign", ["REPRINT"]),
    **_all("pages", ["WAITING"]),
    **_all("pages", ["INTAKE"], Step.INTAKE),
    **_all("pages", ["CART", "SHIFT", "FIND", "PAPERS", "DECIDE", "LEAVE"]),
})  # fmt: skip


def commands_of(station: Station) -> tuple[str, ...]:
    """Return the commands that work at a station, in the order of its sheet."""
    here = frozenset(station.steps)
    return tuple(name for name, command in COMMANDS.items() if command.steps & here)


def code_of(command: str) -> str:
    """Return what the bar code of a command carries."""
    return str(Code(CodeKind.COMMAND, command))


def word_of(command: str) -> str:
    """Return the key of a command's name; with `.detail` it says what the command does."""
    return f"command.{command.lower()}"
