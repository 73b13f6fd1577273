"""IC cards: registered by a tap at the administrator's, then they sign as a printed badge does."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from domain.people import Badge, BadgeKind, Desk, Session
from terminal.desk import drafts
from terminal.desk.cards import card_token, tap_card
from terminal.desk.desks import open_view
from terminal.desk.scans import scan
from terminal.desk.sessions import sign_on
from terminal.desk.signing import prepare
from tests.floor import ADMIN, INSPECTOR, PINS, QUALITY, TESTER, Floor
from tests.terminal.ground import events, nothing_changes
from tests.terminal.offices import OFFICE, administer, badges
from tests.terminal.reading import Reading, reading

CARD, OTHER = b"04A2B3C4D5E680", b"\x021A2B3C4D5E1E\x03"


def choose(floor: Floor, person: str, deed: str = "register-card") -> None:
    """The administrator has chosen a person, and that a card is registered for him."""
    floor.sign_on(ADMIN, OFFICE)
    open_view(floor.site, OFFICE, "admin")
    picked = {"person": person, "tab": "badge", "deed": deed}
    drafts.save(floor.site, OFFICE, "", "admin", picked)


def register(floor: Floor, person: str, card: bytes = CARD) -> None:
    choose(floor, person)
    assert tap_card(floor.site, OFFICE, card)
    administer(floor, "register-card", number=person)


def signed_on(floor: Floor, station: str) -> str:
    with floor.site.reading() as db:
        desk = db.get(Desk, station)
        session = db.get(Session, desk.session_id or "") if desk else None
        return db.get_one(Badge, session.badge_id).kind if session else ""


def test_a_card_signs_on_and_signs_as_the_printed_badge_does(floor: Floor) -> None:
    lot = floor.at_retest(5)
    register(floor, INSPECTOR)
    floor.decide(TESTER, "RETEST-1", lot, counts={"retest-passed": 5})

    assert tap_card(floor.site, "OQC-1", CARD)
    sign_on(floor.site, "OQC-1", PINS[INSPECTOR])
    assert signed_on(floor, "OQC-1") == BadgeKind.CARD
    typed = floor.typed({"lot": lot, "count": 5, "forms": ("service-form", "signed")})
    prepare(floor.site, "OQC-1", "receive", typed, floor.key())
    assert tap_card(floor.site, "OQC-1", CARD)

    assert floor.lot(lot).station == "OQC-1"
    (first, *_) = events(floor, "card:registered")
    assert first.meaning == "card-registered"
    assert scan(floor.site, "OQC-1", floor.badge(INSPECTOR))


def test_the_database_has_no_number_of_a_card(floor: Floor) -> None:
    register(floor, TESTER)
    tap_card(floor.site, "OQC-1", OTHER)
    tap_card(floor.site, "OQC-1", b"12 broken 34")

    with floor.site.reading() as db:
        tokens = set(db.scalars(select(Badge.token)))
    told = " ".join(f"{one.details}{one.facts}" for one in events(floor)) + " ".join(tokens)
    for number in (CARD.decode(), OTHER[1:11].decode(), CARD.hex(), OTHER.hex()):
        assert number not in told
    assert card_token(floor.site, CARD.decode()) in tokens


def test_an_unknown_card_is_nobody(floor: Floor) -> None:
    assert not tap_card(floor.site, "OQC-1", CARD)
    assert "unknown-badge" in floor.strip("OQC-1")
    (refused,) = events(floor, "scan:rejected")
    assert refused.facts["code"] == "unknown-badge"


def test_only_a_card_reader_reads_cards_and_it_reads_nothing_else(floor: Floor) -> None:
    register(floor, TESTER)
    badge = floor.badge(TESTER).encode()
    token = badges(floor, TESTER)[-1].token

    for text in (CARD.decode(), token, f"B{token}", f"B{CARD.decode()}"):
        assert not scan(floor.site, "OQC-1", text)
    for raw in (badge, token.encode(), b"LRT-2611-0001.1X"):
        assert not tap_card(floor.site, "OQC-1", raw)


def test_a_card_that_was_read_in_part_says_so_and_signs_nobody_on(floor: Floor) -> None:
    assert not tap_card(floor.site, "OQC-1", b"\x021A2B3C4D5E1F\x03")
    assert "unread-card" in floor.strip("OQC-1")


def test_a_lost_card_dies_with_the_badge_and_may_be_given_to_somebody_else(floor: Floor) -> None:
    register(floor, TESTER)
    assert tap_card(floor.site, "OQC-1", CARD)
    sign_on(floor.site, "OQC-1", PINS[TESTER])

    administer(floor, "revoke-badge", number=TESTER)

    assert not tap_card(floor.site, "OQC-1", CARD)
    assert [one for one in badges(floor, TESTER) if one.revoked_at is None] == []
    register(floor, INSPECTOR)
    assert tap_card(floor.site, "OQC-1", CARD)


def test_a_new_card_replaces_the_card_and_not_the_badge(floor: Floor) -> None:
    register(floor, TESTER)
    register(floor, TESTER, OTHER)

    assert not tap_card(floor.site, "OQC-1", CARD)
    assert tap_card(floor.site, "OQC-1", OTHER)
    assert scan(floor.site, "RETEST-1", floor.badge(TESTER))
    kinds = [one.kind for one in badges(floor, TESTER) if one.revoked_at is None]
    assert sorted(kinds) == [BadgeKind.CARD, BadgeKind.PRINTED]


def test_a_new_badge_leaves_the_card_alone(floor: Floor) -> None:
    register(floor, TESTER)
    administer(floor, "issue-badge", number=TESTER)

    assert tap_card(floor.site, "OQC-1", CARD)


def test_who_leaves_takes_no_card_with_him(floor: Floor) -> None:
    register(floor, TESTER)
    administer(floor, "leave", number=TESTER)

    assert not tap_card(floor.site, "OQC-1", CARD)


def test_one_card_is_one_persons(floor: Floor) -> None:
    register(floor, TESTER)
    choose(floor, INSPECTOR)

    assert not tap_card(floor.site, OFFICE, CARD)
    assert "card-taken" in floor.strip(OFFICE)
    with nothing_changes(floor) as refusal:
        administer(floor, "register-card", number=INSPECTOR)
    assert refusal.code == "no-card"


def test_a_card_is_registered_for_whom_it_was_tapped(floor: Floor) -> None:
    choose(floor, TESTER)
    assert tap_card(floor.site, OFFICE, CARD)

    with nothing_changes(floor) as refusal:
        administer(floor, "register-card", number=INSPECTOR)
    assert refusal.code == "no-card"


def test_a_phone_that_makes_up_its_number_is_not_registered(floor: Floor) -> None:
    choose(floor, TESTER)

    assert not tap_card(floor.site, OFFICE, b"08A2B3C4")
    assert "random-card" in floor.strip(OFFICE)


def test_a_number_in_decimals_that_begins_like_a_made_up_one_is_an_ordinary_card(
    sqlite_floor: Floor,
) -> None:
    register(sqlite_floor, TESTER, b"08123456")
    assert tap_card(sqlite_floor.site, "OQC-1", b"08123456")


@pytest.mark.parametrize("who", [QUALITY, ""])
def test_a_card_is_registered_only_at_an_administrators_desk(floor: Floor, who: str) -> None:
    choose(floor, TESTER)
    if who:
        floor.sign_on(who, OFFICE)
        open_view(floor.site, OFFICE, "admin")
    else:
        floor.clock.pass_by(hours=9)

    assert not tap_card(floor.site, OFFICE, CARD)
    assert "unknown-badge" in floor.strip(OFFICE)


def test_a_card_that_is_known_is_a_tap_even_while_one_is_registered(floor: Floor) -> None:
    """The administrator's own card signs, and a fresh one can be tried at once."""
    register(floor, TESTER)
    choose(floor, TESTER)

    assert tap_card(floor.site, OFFICE, CARD)
    with floor.site.reading() as db:
        asked = db.get_one(Desk, OFFICE).asked_badge_id
    assert asked == badges(floor, TESTER)[-1].id


@pytest.fixture
def card_reader(sqlite_floor: Floor) -> Iterator[Reading]:
    register(sqlite_floor, TESTER)
    with reading(sqlite_floor, "OQC-1", kind="badge", model="cipherlab") as reader:
        yield reader


def test_a_card_that_stays_on_its_reader_is_one_tap(card_reader: Reading) -> None:
    """A reader that tells its card again and again must not sign what comes up meanwhile."""
    card_reader.twin.chatter(CARD, 50)
    assert card_reader.heard(7) == b"#@////\r"
    card_reader.twin.scan(b"FFFFFFFF")
    assert card_reader.heard(21) == b"#@////\r" * 3

    counts = card_reader.counts
    assert (counts.accepted, counts.refused, counts.repeats) == (1, 1, 49)


def test_a_card_is_tapped_anew_when_it_was_away_for_two_seconds(card_reader: Reading) -> None:
    for number, later in enumerate((0.0, 1.5, 3.0, 5.5)):  # each tells it again to the last one
        card_reader.later = later
        card_reader.twin.scan(CARD)
        card_reader.wait_for(lambda: read_so_far(card_reader) > number)  # noqa: B023
    counts = card_reader.counts
    assert (counts.accepted + counts.refused, counts.repeats) == (2, 2)


def read_so_far(reader: Reading) -> int:
    counts = reader.counts
    return counts.accepted + counts.refused + counts.repeats
