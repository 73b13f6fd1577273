"""A factory's people and words come in from a file: all of it, or a list of what is wrong."""

from pathlib import Path

import pytest
from sqlalchemy import select

from domain.batch import Customer, Product
from domain.codes import Code, CodeKind
from domain.findings import Term
from domain.people import Badge, Person, Team
from terminal.desk.scans import scan
from terminal.desk.sessions import sign_on
from terminal.importing import Imported, import_file
from terminal.pins import is_weak
from terminal.settings import BadSettings
from tests.floor import ROOT, Floor
from tests.terminal.ground import events
from tests.terminal.offices import administer

DEMO = ROOT / "config" / "demo-factory.toml"
NEWCOMER = '[[person]]\nnumber = "20001"\nname = "钱进"\nroles = ["tester"]\nsupervisor = "10100"\n'


def bring_in(floor: Floor, folder: Path, text: str) -> Imported:
    path = folder / "more.toml"
    path.write_text(text, encoding="utf-8")
    return import_file(floor.site, path)


def problems(floor: Floor, folder: Path, text: str) -> str:
    with pytest.raises(BadSettings) as refusal:
        bring_in(floor, folder, text)
    return str(refusal.value)


def person(floor: Floor, number: str) -> Person:
    with floor.site.reading() as db:
        return db.scalars(select(Person).where(Person.number == number)).one()


def test_a_newcomer_gets_a_badge_and_a_random_pin_that_is_told_once(
    floor: Floor, tmp_path: Path
) -> None:
    done = bring_in(floor, tmp_path, NEWCOMER)
    ((number, name, token, pin),) = done.credentials
    assert (number, name, len(token)) == ("20001", "钱进", 8)
    assert pin.isdecimal()
    assert not is_weak(pin)
    assert pin not in person(floor, "20001").pin_hash
    assert person(floor, "20001").supervisor_id == person(floor, "10100").id


def test_the_same_file_twice_changes_nobody(floor: Floor) -> None:
    query = select(Person.id, Person.number, Person.pin_hash, Badge.token).join(
        Badge, Badge.person_id == Person.id
    )
    with floor.site.reading() as db:
        before = db.execute(query.order_by(Person.id)).all()
    assert import_file(floor.site, DEMO).credentials == []
    with floor.site.reading() as db:
        assert db.execute(query.order_by(Person.id)).all() == before


def test_a_row_that_is_there_already_is_updated(floor: Floor, tmp_path: Path) -> None:
    bring_in(floor, tmp_path, NEWCOMER)
    again = NEWCOMER.replace("钱进", "钱小进").replace("tester", "oqc")
    bring_in(floor, tmp_path, again)
    found = person(floor, "20001")
    assert (found.name, [role.value for role in found.roles]) == ("钱小进", ["oqc"])


def test_who_comes_after_the_start_pin_expired_gets_a_new_one_by_the_same_file(
    floor: Floor, tmp_path: Path
) -> None:
    ((*who, badge, old),) = bring_in(floor, tmp_path, NEWCOMER).credentials
    floor.clock.pass_by(hours=72)
    ((*same, its_badge, new),) = bring_in(floor, tmp_path, NEWCOMER).credentials
    assert (same, its_badge, new == old) == (who, badge, False)
    scan(floor.site, "RECV-1", str(Code(CodeKind.BADGE, badge)))
    assert sign_on(floor.site, "RECV-1", new).number == "20001"


def test_what_is_retired_stays_so_unless_the_file_says_otherwise(
    floor: Floor, tmp_path: Path
) -> None:
    for register, entry in (("customer", "HK"), ("term", "defect/bridge")):
        administer(floor, "retire", register=register, entry=entry, retired=True)
    import_file(floor.site, DEMO)
    with floor.site.reading() as db:
        assert [one.code for one in db.scalars(select(Customer).where(Customer.retired))] == ["HK"]
        assert [one.code for one in db.scalars(select(Term).where(Term.retired))] == ["bridge"]
    bring_in(floor, tmp_path, '[[customer]]\ncode = "HK"\nname = "华康"\nretired = false\n')
    with floor.site.reading() as db:
        assert list(db.scalars(select(Customer).where(Customer.retired))) == []


def test_the_log_keeps_every_row_of_a_file_that_changed(floor: Floor, tmp_path: Path) -> None:
    bring_in(floor, tmp_path, NEWCOMER + '[[customer]]\ncode = "HK"\nname = "华康"\n')
    changes = events(floor, "site:imported")[-1].facts["changes"]
    assert changes["customer HK"]["before"]["name"] == "华康电子"  # type: ignore[index]
    assert changes["customer HK"]["after"]["name"] == "华康"  # type: ignore[index]
    newcomer = changes["person 20001"]  # type: ignore[index]
    assert (newcomer["before"], newcomer["after"]["roles"]) == ({}, ["tester"])
    assert newcomer["after"]["pin"] == ""
    assert len(changes) == 2  # type: ignore[arg-type]


def test_every_mistake_is_told_with_its_row_and_nothing_comes_in(
    floor: Floor, tmp_path: Path
) -> None:
    told = problems(
        floor,
        tmp_path,
        NEWCOMER
        + """
        [[person]]
        number = "20002"
        name = "孙"
        roles = ["wizard"]
        [[person]]
        number = "20003"
        roles = ["tester"]
        [[customer]]
        code = 7
        name = "七"
        [[product]]
        code = "P"
        name = "P"
        pieces_per_box = "fifty"
        [[term]]
        kind = "rumour"
        code = "x"
        zh = "x"
        en = "x"
        responsibility = "moon"
        [[planet]]
        code = "mars"
        """,
    )
    for place in (
        "person[2].roles: 'wizard'", "person[3]", "customer[1].code: 7",
        "product[1].pieces_per_box: 'fifty'", "term[1].kind: 'rumour'",
        "term[1].responsibility: 'moon'", "planet",
    ):  # fmt: skip
        assert place in told
    with floor.site.reading() as db:
        assert db.scalar(select(Person).where(Person.number == "20001")) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[[person]]\nnumber = "1"\nname = "n"\nroles = []\nsupervisor = "99"', "person[1].super"),
        ('[[person]]\nnumber = "1"\nname = "n"\nroles = []\nteam = "moon"', "person[1].team"),
        ('[[product]]\ncode = "P"\nname = "P"\ncustomer = "ZZ"', "product[1].customer"),
        ('[[team]]\ncode = "T"\nname = "T"\nleader = "99"', "team[1].leader"),
    ],
)
def test_a_name_that_nobody_has_is_told(
    floor: Floor, tmp_path: Path, text: str, place: str
) -> None:
    assert place in problems(floor, tmp_path, text)


ONE = '[[person]]\nnumber = "1"\nname = "n"\n'


@pytest.mark.parametrize(
    "text",
    [
        "person = 5",
        "person = [5]",
        "term = {}",
        ONE + "roles = 5",
        ONE + 'roles = "tester"',
        ONE + "roles = [[]]",
        '[[term]]\nkind = []\ncode = "x"\nzh = "x"\nen = "x"',
        '[[product]]\ncode = "P"\nname = "P"\npieces_per_box = 0',
        "[[person",
        "\x00",
    ],
)
def test_no_file_breaks_the_importer(floor: Floor, tmp_path: Path, text: str) -> None:
    assert problems(floor, tmp_path, text)


def test_everything_of_the_demo_factory_is_there(floor: Floor) -> None:
    with floor.site.reading() as db:
        counts = [len(db.scalars(select(kind)).all()) for kind in (Team, Customer, Product, Term)]
    assert counts == [3, 3, 5, 21]
