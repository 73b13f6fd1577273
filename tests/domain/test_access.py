"""Who may do what, tried for every act, every role, every step and every route."""

from itertools import product

import pytest

from domain.access import NEEDS_PIN, Act, StandIn, asks_pin, permit, permit_deputy
from domain.errors import NotPermitted
from domain.process import ROUTES, Outcome, Role, Step

# process.md, section 3: who gives, decides and receives; and who records beside them.
GIVES = {
    "intake": "sales",
    "register": "packer",
    "screening": "qc-leader",
    "rework": "line-leader",
    "repair": "repairer repair-engineer",
    "review": "quality-supervisor production-supervisor",
    "retest": "tester",
    "oqc": "oqc",
    "pack": "packer",
    "ship": "sales",
}
RECORDS = GIVES | {
    "screening": "qc-leader tester",
    "rework": "line-leader line-worker",
}
PER_STEP = {
    "receive": GIVES,
    "refuse": GIVES,
    "decide": GIVES,
    "offer": GIVES,
    "withdraw": GIVES,
    "agree-discrepancy": GIVES,
    "merge": GIVES,
    "give-shift": GIVES,
    "take-shift": GIVES,
    "record": RECORDS,
    "hold": RECORDS,
    "reprint": RECORDS,
    "add-photo": RECORDS,
}
HEADS = (
    "quality-supervisor production-supervisor technical-supervisor business-head general-manager"
)
LEADERS = f"{HEADS} qc-leader line-leader"
ADMINISTRATION = [
    "hire", "change-person", "leave", "come-back", "save-team", "propose-roles", "name-deputy",
    "end-deputy", "issue-badge", "revoke-badge", "register-card", "issue-pin", "save-term",
    "retire", "set-figure", "import-table",
]  # fmt: skip
BOOKED_FOR = ["save-customer", "save-product", "save-format"]
ANYWHERE = {
    "book-in": "sales",
    "book-receipt": "sales",
    "settle-receipt": "sales business-head general-manager",
    "tell-details": "sales",
    "ship": "sales",
    "issue-notice": "sales",
    "settle": "sales",
    "settle-payer": "sales",
    "register-anomaly": "qc-leader",
    "sign-anomaly": "tester oqc qc-leader quality-supervisor",
    "confirm-batch-problem": "quality-supervisor",
    "close-case": "quality-supervisor",
    "note-speed": "quality-supervisor",
    "promise": "production-supervisor",
    "opinion": f"{HEADS} repairer repair-engineer sales",
    "sign-absent": LEADERS,
    "close-discrepancy": LEADERS,
    "rule": LEADERS,
    "settle-shift": LEADERS,
    "note-shift": LEADERS,
    "decide-overdue": LEADERS,
    "take-over": f"{LEADERS} sales packer tester oqc line-worker repairer repair-engineer",
    "release": LEADERS,
    "unlock": f"{LEADERS} administrator",
    "appoint": f"{HEADS} administrator",
    "judge-records": "technical-supervisor",
    "issue-week": "technical-supervisor",
    "weigh-sample": "sales packer tester qc-leader line-worker line-leader repairer "
    "repair-engineer quality-supervisor production-supervisor oqc",
    "name-measure": "production-supervisor quality-supervisor purchasing chief-engineer "
    "technical-supervisor",
    "verify-measure": "technical-supervisor quality-supervisor",
    "receive-forms": "sales business-head technical-supervisor quality-supervisor "
    "production-supervisor management-office general-manager",
    "clarify": HEADS,
    "withdraw-photo": f"{LEADERS} sales packer tester oqc repairer repair-engineer line-worker",
    "set-board-picture": "administrator technical-supervisor production-supervisor",
    "print-slips": LEADERS,
    "tend-printers": f"{LEADERS} administrator",
    "witness-book": LEADERS,
    "report-found": f"{LEADERS} sales packer tester oqc repairer repair-engineer line-worker",
    **dict.fromkeys(BOOKED_FOR, "administrator sales business-head"),
    **dict.fromkeys(ADMINISTRATION, "administrator"),
}
# What the offices sign: papers only.
PAPERS = {"receive-forms", "name-measure"}
# A route that narrows who takes its pieces on; it binds the step's own work at two steps only.
NARROWED = {
    "untestable": "repair-engineer",
    "no-fault": "quality-supervisor",
    "unrepairable": "quality-supervisor",
    "rework-unrepairable": "quality-supervisor",
    "retest-limit": "quality-supervisor",
    "oqc-limit": "quality-supervisor",
    "nothing-found": "production-supervisor",
    "rework-nothing-found": "production-supervisor",
}
NARROWED_ACTS = {"receive", "refuse", "record", "decide", "offer"}
ROUTED: tuple[Outcome | None, ...] = (None, *ROUTES)


def expected(act: str, step: str, route: str) -> set[str]:
    if act in ANYWHERE:
        return set(ANYWHERE[act].split())
    roles = set(PER_STEP[act][step].split())
    if route in NARROWED and act in NARROWED_ACTS and step in {"repair", "review"}:
        roles &= set(NARROWED[route].split())
    return roles


def is_permitted(role: Role, act: Act, step: Step | None, route: Outcome | None) -> bool:
    try:
        return permit([role], act, step, route) is role
    except NotPermitted:
        return False


@pytest.mark.parametrize("act", Act)
def test_an_act_is_done_by_exactly_those_who_are_named_for_it(act: Act) -> None:
    for step, route in product(Step, ROUTED):
        allowed = {role.value for role in Role if is_permitted(role, act, step, route)}
        assert allowed == expected(act.value, step.value, route or ""), (step, route)


@pytest.mark.parametrize("act", [Act(name) for name in PER_STEP])
def test_a_steps_own_work_without_a_step_is_nobodys(act: Act) -> None:
    assert not [role for role in Role if is_permitted(role, act, None, None)]


def test_an_administrator_touches_people_and_registers_and_never_goods() -> None:
    allowed = {
        act.value
        for act, step, route in product(Act, (None, *Step), ROUTED)
        if is_permitted(Role.ADMINISTRATOR, act, step, route)
    }
    things = {"set-board-picture", "tend-printers"}
    assert allowed == {*ADMINISTRATION, *BOOKED_FOR, *things, "appoint", "unlock"}


@pytest.mark.parametrize("role", [
    Role.FINANCE, Role.PURCHASING, Role.CHIEF_ENGINEER, Role.MANAGEMENT_OFFICE,
])  # fmt: skip
def test_the_offices_touch_papers_and_never_goods(role: Role) -> None:
    assert {
        act.value
        for act, step, route in product(Act, (None, *Step), ROUTED)
        if is_permitted(role, act, step, route)
    } <= PAPERS


def test_nobody_may_do_anything_without_a_role() -> None:
    for act, step in product(Act, Step):
        with pytest.raises(NotPermitted):
            permit([], act, step)


def test_every_routed_lot_has_somebody_who_may_take_it_on() -> None:
    for outcome, route in ROUTES.items():
        if isinstance(route.target, Step):
            assert any(is_permitted(role, Act.RECEIVE, route.target, outcome) for role in Role)


def test_a_person_signs_in_the_first_of_his_roles_that_may() -> None:
    roles = [Role.TESTER, Role.REPAIRER, Role.REPAIR_ENGINEER]
    assert permit(roles, Act.DECIDE, Step.REPAIR) is Role.REPAIRER
    assert permit(roles, Act.DECIDE, Step.REPAIR, Outcome.UNTESTABLE) is Role.REPAIR_ENGINEER


def test_a_refusal_says_who_may() -> None:
    with pytest.raises(NotPermitted) as refusal:
        permit([Role.TESTER], Act.DECIDE, Step.REPAIR, Outcome.UNSEEN)
    assert refusal.value.facts == {
        "act": "decide",
        "step": "repair",
        "roles": "repair-engineer repairer",
    }


def test_the_pin_is_asked_again_for_the_acts_that_the_procedure_names() -> None:
    assert {act.value for act in NEEDS_PIN} == {
        "agree-discrepancy", "close-discrepancy", "ship", "unlock", "close-case",
        "appoint", "clarify", "settle-shift", "settle-receipt", *BOOKED_FOR, *ADMINISTRATION,
    }  # fmt: skip
    assert {step for step in Step if asks_pin(Act.DECIDE, step)} == {Step.REVIEW}


def test_a_deputy_acts_in_a_role_of_whom_he_stands_in_for() -> None:
    others = [StandIn(1, "陈", (Role.TESTER,)), StandIn(2, "李", (Role.SALES, Role.OQC))]
    assert permit_deputy(others, Act.RECEIVE, Step.OQC) == (Role.OQC, others[1])
    with pytest.raises(NotPermitted):
        permit_deputy(others, Act.RECEIVE, Step.PACK)
