"""The supervisor of the responsible step names the person and the measure; another verifies it."""

from sqlalchemy import select

from domain.prevention import Prevention
from terminal.queries.supervise import decisions, eyes_of
from terminal.queries.supervise_items import Item
from tests.floor import LINE, PRODUCTION, QUALITY, REPAIRER, TECHNICAL, Floor
from tests.terminal.ground import events, nothing_changes
from tests.terminal.offices import person
from tests.terminal.test_weekly import issue, judge, repaired

OFFICE = "REVIEW-1"
WORKER = "10161"


def asked(floor: Floor) -> dict[str, Prevention]:
    with floor.site.reading() as db:
        return {one.responsibility.value: one for one in db.scalars(select(Prevention))}


def items(floor: Floor, who: str) -> list[Item]:
    """What the issued week asks somebody for."""
    with floor.site.reading() as db:
        found = decisions(eyes_of(floor.site, db, person(floor, who).id))
        return [one for one in found if one.kind in {"name-measure", "verify-measure"}]


def name(floor: Floor, who: str = PRODUCTION, of: str = "production", **more: object) -> None:
    fields = {"measure": "每班首件查炉温曲线", **more}
    floor.act(who, OFFICE, "name-measure", prevention=asked(floor)[of].id, **fields)


def verify(floor: Floor, who: str = TECHNICAL, *, works: bool = True) -> None:
    floor.act(who, OFFICE, "verify-measure", prevention=asked(floor)["production"].id,
              effective=works, verification="抽查 200 片无虚焊")  # fmt: skip


def test_each_department_that_is_responsible_is_asked(floor: Floor) -> None:
    repaired(floor, (3, "open"), (2, "part-bad"), (1, "misuse"))
    issue(floor)
    assert {code: one.pieces for code, one in asked(floor).items()} == {
        "production": 3, "material": 2,
    }  # fmt: skip
    assert [one.kind for one in items(floor, PRODUCTION)] == ["name-measure"]
    assert [one.facts["blame"] for one in items(floor, QUALITY)] == ["material"]
    assert items(floor, REPAIRER) == []


def test_a_second_version_asks_for_what_is_left(floor: Floor) -> None:
    repaired(floor, (3, "open"))
    issue(floor)
    judge(floor, "customer", 0)
    issue(floor)
    assert items(floor, PRODUCTION) == []
    judge(floor, "design", 0)
    issue(floor)
    assert [one.facts["blame"] for one in items(floor, TECHNICAL)] == ["design"]


def test_a_measure_is_open_until_another_supervisor_has_verified_it(floor: Floor) -> None:
    repaired(floor, (3, "open"))
    issue(floor)
    name(floor, named=WORKER, performance="扣 2 分")
    assert items(floor, PRODUCTION) == []
    assert [one.kind for one in items(floor, TECHNICAL)] == ["verify-measure"]
    verify(floor, works=False)
    assert [one.kind for one in items(floor, PRODUCTION)] == ["name-measure"]
    name(floor, measure="炉温每 4 小时测一次")
    verify(floor)
    assert items(floor, TECHNICAL) == items(floor, PRODUCTION) == []
    done = asked(floor)["production"]
    assert (done.measure, done.verified_by) == ("炉温每 4 小时测一次", "许工")
    assert [one.meaning for one in events(floor) if one.kind.startswith("week:")] == [
        "week-issued", "measure-named", "measure-failed", "measure-named", "measure-verified",
    ]  # fmt: skip


def test_the_name_is_for_the_direct_and_the_technical_supervisor_only(floor: Floor) -> None:
    repaired(floor, (3, "open"))
    issue(floor)
    name(floor, named=WORKER, performance="扣 2 分")
    (seen,) = items(floor, TECHNICAL)
    assert (seen.facts["named"], seen.facts["performance"]) == ("马强", "扣 2 分")
    (hidden,) = items(floor, QUALITY)
    assert hidden.facts["measure"] == "每班首件查炉温曲线"
    assert "马强" not in str(hidden)
    assert "扣 2 分" not in str(hidden)


def test_only_the_responsible_supervisor_answers_and_for_his_own_people(floor: Floor) -> None:
    repaired(floor, (3, "open"))
    issue(floor)
    for who, more, code in (
        (QUALITY, {}, "not-permitted"),
        (LINE, {}, "not-permitted"),
        (PRODUCTION, {"measure": " "}, "bad-field"),
        (PRODUCTION, {"named": "10211"}, "not-your-people"),
        (PRODUCTION, {"named": "99999"}, "unknown-thing"),
        (PRODUCTION, {"named": PRODUCTION}, "not-your-people"),
    ):
        with nothing_changes(floor) as refusal:
            name(floor, who, **more)
        assert refusal.code == code


def test_nobody_verifies_his_own_measure_or_one_that_is_not_there(floor: Floor) -> None:
    repaired(floor, (3, "open"))
    judge(floor, "inspection", 0)
    issue(floor)
    prevention = asked(floor)["inspection"].id
    proof = {"prevention": prevention, "effective": True, "verification": "已抽查"}
    with nothing_changes(floor) as refusal:
        floor.act(TECHNICAL, OFFICE, "verify-measure", **proof)
    assert refusal.code == "measure-missing"
    name(floor, QUALITY, "inspection")
    with nothing_changes(floor) as refusal:
        name(floor, QUALITY, "inspection")
    assert refusal.code == "measure-stands"
    with nothing_changes(floor) as refusal:
        floor.act(QUALITY, OFFICE, "verify-measure", **proof)
    assert refusal.code == "same-person"
    floor.act(TECHNICAL, OFFICE, "verify-measure", **proof)
