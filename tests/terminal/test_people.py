"""People come, change and leave; every change is signed, and the log keeps before and after."""

import json

import pytest

from domain.errors import DomainError, NotPermitted
from terminal.desk.scans import scan
from tests.floor import ADMIN, BOSS, LEADER, PACKER, QUALITY, SALES, TESTER, Floor
from tests.terminal.ground import events, nothing_changes
from tests.terminal.offices import OFFICE, administer, agree, badges, hire, person, roles


def test_a_newcomer_has_no_role_until_a_second_person_agrees(floor: Floor) -> None:
    hire(floor, roles=("tester", "oqc"), supervisor=QUALITY, team="qc-day")
    assert roles(floor, "20001") == []

    agree(floor, {})

    assert roles(floor, "20001") == ["tester", "oqc"]
    assert person(floor, "20001").supervisor_id == person(floor, QUALITY).id


def test_the_log_keeps_a_person_before_and_after_a_change(floor: Floor) -> None:
    administer(
        floor, "change-person", number=TESTER, name="刘小芳", supervisor=LEADER, team="sales"
    )

    (change,) = events(floor, "person:changed")
    assert change.person_name == "方敏"
    assert change.facts["before"] == {
        "name": "刘芳", "roles": "tester", "team": "qc-day", "supervisor": QUALITY, "language": "",
    }  # fmt: skip
    assert change.facts["after"] == {
        "name": "刘小芳", "roles": "tester", "team": "sales", "supervisor": LEADER, "language": "",
    }  # fmt: skip


def test_a_number_is_never_given_to_a_second_person(floor: Floor) -> None:
    administer(floor, "leave", number=TESTER)

    with nothing_changes(floor) as refusal:
        hire(floor, TESTER, "新刘芳")

    assert refusal.code == "number-taken"
    assert refusal.facts["name"] == "刘芳"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"number": "2 0"}, "bad-field"),
        ({"name": "钱" * 41}, "bad-field"),
        ({"team": "moon"}, "unknown-thing"),
        ({"supervisor": "99"}, "unknown-thing"),
        ({"roles": ("wizard",)}, "bad-field"),
        ({"language": "fr"}, "bad-field"),
        ({"name": "钱\u202e进"}, "bad-field"),
    ],
)
def test_a_newcomer_with_a_mistake_is_not_registered(
    floor: Floor, fields: dict[str, object], code: str
) -> None:
    with nothing_changes(floor) as refusal:
        administer(floor, "hire", **({"number": "20001", "name": "钱进"} | fields))
    assert refusal.code == code


def test_roles_change_only_when_somebody_else_agrees(floor: Floor) -> None:
    proposed = administer(floor, "propose-roles", number=PACKER, roles=("oqc", "packer"))
    assert roles(floor, PACKER) == ["packer"]
    for who, code in ((ADMIN, "same-person"), (PACKER, "not-permitted")):
        with nothing_changes(floor) as refusal:
            agree(floor, proposed, by=who)
        assert refusal.code == code

    agree(floor, proposed, by=QUALITY)

    assert roles(floor, PACKER) == ["oqc", "packer"]
    (agreed,) = events(floor, "appointment:agreed")
    assert (agreed.facts["before"], agreed.facts["roles"]) == ("packer", "oqc packer")


def test_declined_roles_change_nothing_and_are_decided_once(floor: Floor) -> None:
    proposed = administer(floor, "propose-roles", number=PACKER, roles=("oqc",))
    agree(floor, proposed, agreed=False)
    assert roles(floor, PACKER) == ["packer"]
    with nothing_changes(floor) as refusal:
        agree(floor, proposed)
    assert refusal.code == "already-decided"


def test_a_newer_proposal_replaces_the_older_one(floor: Floor) -> None:
    older = administer(floor, "propose-roles", number=PACKER, roles=("administrator",))
    agree(floor, administer(floor, "propose-roles", number=PACKER, roles=("oqc",)))
    with nothing_changes(floor) as refusal:
        agree(floor, older)
    assert refusal.code == "already-decided"
    assert roles(floor, PACKER) == ["oqc"]


def test_nobody_proposes_his_own_roles_and_nobody_agrees_to_them(floor: Floor) -> None:
    with nothing_changes(floor) as refusal:
        administer(floor, "propose-roles", number=ADMIN, roles=("administrator", "sales"))
    assert refusal.code == "not-yourself"

    proposed = administer(
        floor, "propose-roles", number=QUALITY, roles=("quality-supervisor", "oqc")
    )
    with nothing_changes(floor) as refusal:
        agree(floor, proposed, by=QUALITY)
    assert refusal.code == "not-yourself"


def test_who_leaves_has_no_badge_no_session_no_pin_and_no_role(floor: Floor) -> None:
    lot = floor.at_screening(20)
    badge = floor.badge(LEADER)

    answer = administer(floor, "leave", number=LEADER, note="辞职")

    assert answer == {"result": "left", "name": "王小梅", "lots": 1, "holder": "李国强"}
    assert not scan(floor.site, "SCREEN-1", badge)
    gone = person(floor, LEADER)
    assert (gone.active, gone.pin_hash, gone.roles) == (False, "", ())
    assert all(badge.revoked_at for badge in badges(floor, LEADER))
    floor.at["SCREEN-1"] = LEADER
    with nothing_changes(floor) as refusal:
        floor.act(LEADER, "SCREEN-1", "hold", lot=lot, reason="x")
    assert refusal.code == "no-session"
    (left,) = events(floor, "person:left")
    assert left.facts["lots"] == [lot]
    assert floor.lot(lot).person_id == gone.id


def test_nobody_marks_himself_as_left(floor: Floor) -> None:
    with nothing_changes(floor) as refusal:
        administer(floor, "leave", number=ADMIN)
    assert refusal.code == "not-yourself"


def test_who_comes_back_is_the_same_person_without_any_right(floor: Floor) -> None:
    before = person(floor, TESTER).id
    administer(floor, "leave", number=TESTER)
    administer(floor, "come-back", number=TESTER)
    back = person(floor, TESTER)
    assert (back.id, back.active, back.roles, back.pin_hash) == (before, True, (), "")
    with nothing_changes(floor) as refusal:
        administer(floor, "come-back", number=TESTER)
    assert refusal.code == "still-here"


def test_nothing_is_done_to_who_has_left(floor: Floor) -> None:
    administer(floor, "leave", number=TESTER)
    for act, fields in (
        ("change-person", {"name": "x"}), ("propose-roles", {"roles": ("oqc",)}), ("leave", {}),
        ("issue-badge", {}), ("issue-pin", {}), ("revoke-badge", {}),
    ):  # fmt: skip
        with nothing_changes(floor) as refusal:
            administer(floor, act, number=TESTER, **fields)
        assert refusal.code == "has-left", act


def test_a_team_is_formed_and_changed(floor: Floor) -> None:
    for name, leader in (("返修夜班", LEADER), ("返修二班", "")):
        administer(floor, "save-team", code="night-1", name=name, shift="night", leader=leader)
    first, second = events(floor, "team:saved")
    assert first.facts["before"] == {}
    assert second.facts["before"] == first.facts["after"]
    assert second.facts["after"] == {"name": "返修二班", "shift": "night", "leader": ""}


@pytest.mark.parametrize("who", [SALES, QUALITY, BOSS])
def test_only_an_administrator_administers(floor: Floor, who: str) -> None:
    with pytest.raises(NotPermitted):
        administer(floor, "hire", by=who, number="20001", name="钱进")


def test_administration_asks_the_pin_again(floor: Floor) -> None:
    with pytest.raises(AssertionError, match="asks for the PIN"):
        floor.act(ADMIN, OFFICE, "leave", number=TESTER)
    assert person(floor, TESTER).active


def test_no_event_tells_a_secret(floor: Floor) -> None:
    hire(floor)
    administer(floor, "issue-badge", number="20001")
    administer(floor, "issue-pin", number="20001")
    told = json.dumps([event.details for event in events(floor)])
    (badge,) = badges(floor, "20001")
    assert badge.token not in told
    assert "pin_hash" not in told


def test_an_unknown_appointment_is_told(floor: Floor) -> None:
    for act, more in (("appoint", {"agreed": True}), ("end-deputy", {})):
        with pytest.raises(DomainError, match="unknown-thing"):
            administer(floor, act, appointment=99, **more)
