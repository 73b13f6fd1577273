"""Who may do what: one table, one function, and no by default.

A right is role x act x step x state. Acts that a step's people do are written per step; acts of
supervision name their roles once. Whatever is not written here nobody may do, an administrator
included. A deputy has the roles of whom he stands in for, on the days of his appointment.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from domain.errors import NotPermitted
from domain.paperwork import SIGNS_FOR
from domain.prevention import ANSWERS_FOR
from domain.process import Outcome, Role, Step


class Act(StrEnum):
    """Something that a person signs or records."""

    BOOK_IN = "book-in"
    BOOK_RECEIPT = "book-receipt"
    SETTLE_RECEIPT = "settle-receipt"
    TELL_DETAILS = "tell-details"
    RECEIVE = "receive"
    REFUSE = "refuse"
    RECORD = "record"
    DECIDE = "decide"
    OFFER = "offer"
    WITHDRAW = "withdraw"
    REGISTER_ANOMALY = "register-anomaly"
    SIGN_ANOMALY = "sign-anomaly"
    SIGN_ABSENT = "sign-absent"
    AGREE_DISCREPANCY = "agree-discrepancy"
    CLOSE_DISCREPANCY = "close-discrepancy"
    RULE = "rule"
    DECIDE_OVERDUE = "decide-overdue"
    TAKE_OVER = "take-over"
    GIVE_SHIFT = "give-shift"
    TAKE_SHIFT = "take-shift"
    SETTLE_SHIFT = "settle-shift"
    CONFIRM_BATCH_PROBLEM = "confirm-batch-problem"
    PROMISE = "promise"
    OPINION = "opinion"
    CLOSE_CASE = "close-case"
    SHIP = "ship"
    ISSUE_NOTICE = "issue-notice"
    SETTLE = "settle"
    HOLD = "hold"
    RELEASE = "release"
    MERGE = "merge"
    REPRINT = "reprint"
    UNLOCK = "unlock"
    HIRE = "hire"
    CHANGE_PERSON = "change-person"
    LEAVE = "leave"
    COME_BACK = "come-back"
    SAVE_TEAM = "save-team"
    PROPOSE_ROLES = "propose-roles"
    NAME_DEPUTY = "name-deputy"
    END_DEPUTY = "end-deputy"
    APPOINT = "appoint"
    ISSUE_BADGE = "issue-badge"
    REVOKE_BADGE = "revoke-badge"
    REGISTER_CARD = "register-card"
    ISSUE_PIN = "issue-pin"
    SAVE_CUSTOMER = "save-customer"
    SAVE_PRODUCT = "save-product"
    SAVE_TERM = "save-term"
    SAVE_FORMAT = "save-format"
    RETIRE = "retire"
    SET_FIGURE = "set-figure"
    IMPORT_TABLE = "import-table"
    NOTE_SPEED = "note-speed"
    NOTE_SHIFT = "note-shift"
    RECEIVE_FORMS = "receive-forms"
    REPORT_FOUND = "report-found"
    CLARIFY = "clarify"
    JUDGE = "judge-records"
    ISSUE_WEEK = "issue-week"
    NAME_MEASURE = "name-measure"
    VERIFY_MEASURE = "verify-measure"
    PRINT_SLIPS = "print-slips"
    WITNESS_BOOK = "witness-book"
    SETTLE_PAYER = "settle-payer"
    ADD_PHOTO = "add-photo"
    WITHDRAW_PHOTO = "withdraw-photo"
    SET_BOARD_PICTURE = "set-board-picture"
    WEIGH_SAMPLE = "weigh-sample"
    TEND_PRINTERS = "tend-printers"


R, S = Role, Step
ANYBODY: Final = frozenset(Role)
REPAIRERS: Final = frozenset({R.REPAIRER, R.REPAIR_ENGINEER})
SUPERVISORS: Final = frozenset({
    R.QUALITY_SUPERVISOR, R.PRODUCTION_SUPERVISOR, R.TECHNICAL_SUPERVISOR, R.BUSINESS_HEAD,
    R.GENERAL_MANAGER,
})  # fmt: skip

# An administrator's own acts: they touch people, badges and registers, never goods.
ADMINISTRATION: Final = frozenset({
    Act.HIRE, Act.CHANGE_PERSON, Act.LEAVE, Act.COME_BACK, Act.SAVE_TEAM, Act.PROPOSE_ROLES,
    Act.NAME_DEPUTY, Act.END_DEPUTY, Act.ISSUE_BADGE, Act.REVOKE_BADGE, Act.ISSUE_PIN,
    Act.REGISTER_CARD,
    Act.SAVE_TERM, Act.RETIRE, Act.SET_FIGURE, Act.IMPORT_TABLE,
})  # fmt: skip

# K-08: every return opens a batch, so Sales need not wait for an administrator at a new customer.
BOOKED_FOR: Final = frozenset({Act.SAVE_CUSTOMER, Act.SAVE_PRODUCT, Act.SAVE_FORMAT})

# process.md, section 3: who gives and decides at a step, and who receives there.
GIVERS: Final = MappingProxyType({
    S.INTAKE: frozenset({R.SALES}),
    S.REGISTER: frozenset({R.PACKER}),
    S.SCREENING: frozenset({R.QC_LEADER}),
    S.REWORK: frozenset({R.LINE_LEADER}),
    S.REPAIR: REPAIRERS,
    S.REVIEW: frozenset({R.QUALITY_SUPERVISOR, R.PRODUCTION_SUPERVISOR}),
    S.RETEST: frozenset({R.TESTER}),
    S.OQC: frozenset({R.OQC}),
    S.PACK: frozenset({R.PACKER}),
    S.SHIP: frozenset({R.SALES}),
})  # fmt: skip
RECORDERS: Final = MappingProxyType(
    {
        **GIVERS,
        S.SCREENING: frozenset({R.TESTER, R.QC_LEADER}),
        S.REWORK: frozenset({R.LINE_WORKER, R.LINE_LEADER}),
    }
)
AT_STEP: Final = MappingProxyType(
    {
        Act.RECEIVE: GIVERS,
        Act.REFUSE: GIVERS,
        Act.RECORD: RECORDERS,
        Act.DECIDE: GIVERS,
        Act.OFFER: GIVERS,
        Act.WITHDRAW: GIVERS,
        Act.AGREE_DISCREPANCY: GIVERS,
        Act.MERGE: GIVERS,
        Act.GIVE_SHIFT: GIVERS,
        Act.TAKE_SHIFT: GIVERS,
        Act.HOLD: RECORDERS,
        Act.REPRINT: RECORDERS,
        Act.ADD_PHOTO: RECORDERS,
    }
)
ANYWHERE: Final = MappingProxyType({
    Act.BOOK_IN: frozenset({R.SALES}),
    Act.BOOK_RECEIPT: frozenset({R.SALES}),
    Act.SETTLE_RECEIPT: frozenset({R.SALES, R.BUSINESS_HEAD, R.GENERAL_MANAGER}),
    Act.TELL_DETAILS: frozenset({R.SALES}),
    Act.REGISTER_ANOMALY: frozenset({R.QC_LEADER}),
    Act.SIGN_ANOMALY: frozenset({R.TESTER, R.OQC, R.QC_LEADER, R.QUALITY_SUPERVISOR}),
    Act.SIGN_ABSENT: SUPERVISORS | {R.QC_LEADER, R.LINE_LEADER},
    Act.CLOSE_DISCREPANCY: SUPERVISORS | {R.QC_LEADER, R.LINE_LEADER},
    Act.RULE: SUPERVISORS | {R.QC_LEADER, R.LINE_LEADER},
    Act.DECIDE_OVERDUE: SUPERVISORS | {R.QC_LEADER, R.LINE_LEADER},
    Act.SETTLE_SHIFT: SUPERVISORS | {R.QC_LEADER, R.LINE_LEADER},
    Act.NOTE_SHIFT: SUPERVISORS | {R.QC_LEADER, R.LINE_LEADER},
    Act.TAKE_OVER: SUPERVISORS.union(*RECORDERS.values()),
    Act.CONFIRM_BATCH_PROBLEM: frozenset({R.QUALITY_SUPERVISOR}),
    Act.PROMISE: frozenset({R.PRODUCTION_SUPERVISOR}),
    Act.OPINION: SUPERVISORS | REPAIRERS | {R.SALES},
    Act.CLOSE_CASE: frozenset({R.QUALITY_SUPERVISOR}),
    Act.NOTE_SPEED: frozenset({R.QUALITY_SUPERVISOR}),
    Act.SHIP: frozenset({R.SALES}),
    Act.ISSUE_NOTICE: frozenset({R.SALES}),
    Act.SETTLE: frozenset({R.SALES}),
    Act.SETTLE_PAYER: frozenset({R.SALES}),
    Act.RELEASE: SUPERVISORS | {R.QC_LEADER, R.LINE_LEADER},
    Act.UNLOCK: SUPERVISORS | {R.QC_LEADER, R.LINE_LEADER, R.ADMINISTRATOR},
    Act.APPOINT: SUPERVISORS | {R.ADMINISTRATOR},
    Act.JUDGE: frozenset({R.TECHNICAL_SUPERVISOR}),
    Act.ISSUE_WEEK: frozenset({R.TECHNICAL_SUPERVISOR}),
    Act.NAME_MEASURE: frozenset[Role]().union(*ANSWERS_FOR.values()),
    Act.VERIFY_MEASURE: frozenset({R.TECHNICAL_SUPERVISOR, R.QUALITY_SUPERVISOR}),
    Act.RECEIVE_FORMS: frozenset[Role]().union(*SIGNS_FOR.values()),
    Act.REPORT_FOUND: SUPERVISORS.union(*RECORDERS.values()),
    Act.CLARIFY: SUPERVISORS,
    Act.WITHDRAW_PHOTO: SUPERVISORS.union(*RECORDERS.values()),
    Act.SET_BOARD_PICTURE: frozenset({
        R.ADMINISTRATOR, R.TECHNICAL_SUPERVISOR, R.PRODUCTION_SUPERVISOR,
    }),
    # Everybody tends the printers of his own station; these look after all of the site's.
    Act.TEND_PRINTERS: SUPERVISORS | {R.QC_LEADER, R.LINE_LEADER, R.ADMINISTRATOR},
    Act.WEIGH_SAMPLE: frozenset[Role]().union(*RECORDERS.values()),
    Act.PRINT_SLIPS: SUPERVISORS | {R.QC_LEADER, R.LINE_LEADER},
    Act.WITNESS_BOOK: SUPERVISORS | {R.QC_LEADER, R.LINE_LEADER},
    **dict.fromkeys(BOOKED_FOR, frozenset({R.ADMINISTRATOR, R.SALES, R.BUSINESS_HEAD})),
    **dict.fromkeys(ADMINISTRATION, frozenset({R.ADMINISTRATOR})),
})  # fmt: skip
# What a verdict says about its pieces narrows who may take them on or decide about them.
BY_ROUTE: Final = MappingProxyType(
    {
        Outcome.UNTESTABLE: frozenset({R.REPAIR_ENGINEER}),
        Outcome.NO_FAULT: frozenset({R.QUALITY_SUPERVISOR}),
        Outcome.NOTHING_FOUND: frozenset({R.PRODUCTION_SUPERVISOR}),
        Outcome.REWORK_NOTHING_FOUND: frozenset({R.PRODUCTION_SUPERVISOR}),
        Outcome.UNREPAIRABLE: frozenset({R.QUALITY_SUPERVISOR}),
        Outcome.REWORK_UNREPAIRABLE: frozenset({R.QUALITY_SUPERVISOR}),
        Outcome.RETEST_LIMIT: frozenset({R.QUALITY_SUPERVISOR}),
        Outcome.OQC_LIMIT: frozenset({R.QUALITY_SUPERVISOR}),
    }
)
# A PIN again, whatever the session says (process.md, Signatures).
NEEDS_PIN: Final = frozenset({
    Act.AGREE_DISCREPANCY, Act.CLOSE_DISCREPANCY, Act.SHIP, Act.UNLOCK, Act.CLOSE_CASE,
    Act.APPOINT, Act.CLARIFY, Act.SETTLE_SHIFT, Act.SETTLE_RECEIPT, *BOOKED_FOR,
    *ADMINISTRATION,
})  # fmt: skip
# Doing a step's own work: here the lot's route decides too.
ROUTED: Final = frozenset({Act.RECEIVE, Act.REFUSE, Act.RECORD, Act.DECIDE, Act.OFFER})


def permitted_roles(act: Act, step: Step | None, route: Outcome | None = None) -> frozenset[Role]:
    """Return the roles that may do an act at a step to a lot that came by a route."""
    if act in AT_STEP:
        roles: frozenset[Role] = AT_STEP[act][step] if step else frozenset()
    else:
        roles = ANYWHERE.get(act, frozenset())
    if act in ROUTED and route and route in BY_ROUTE and step in {Step.REPAIR, Step.REVIEW}:
        roles &= BY_ROUTE[route]
    return roles


def asks_pin(act: str, step: Step | None) -> bool:
    """Return whether an act asks the PIN again; what a review decides may scrap pieces."""
    return act in NEEDS_PIN or (act == Act.DECIDE and step is Step.REVIEW)


def permit(
    roles: Iterable[Role],
    act: Act,
    step: Step | None,
    route: Outcome | None = None,
    among: frozenset[Role] = ANYBODY,
) -> Role:
    """Return the role in which a person acts, or raise `NotPermitted` (odoo#63286).

    `among` narrows the act's roles to those of whom the very thing is for.
    """
    wanted = permitted_roles(act, step, route) & among
    held = [role for role in roles if role in wanted]
    if not held:
        raise NotPermitted(act=act.value, step=step or "", roles=" ".join(sorted(wanted)))
    return held[0]


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody whom a person stands in for today, with the roles that he lends him."""

    person: int
    name: str
    roles: tuple[Role, ...]


def permit_deputy(
    others: Iterable[StandIn],
    act: Act,
    step: Step | None,
    route: Outcome | None = None,
    among: frozenset[Role] = ANYBODY,
) -> tuple[Role, StandIn]:
    """Return the role in which a deputy acts and for whom, or raise `NotPermitted`."""
    wanted = permitted_roles(act, step, route) & among
    for other in others:
        if held := [role for role in other.roles if role in wanted]:
            return held[0], other
    raise NotPermitted(act=act.value, step=step or "", roles=" ".join(sorted(wanted)))
