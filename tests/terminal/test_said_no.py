"""When a rule says no: it is in the log, and it tells nobody what he must not know."""

import json

import pytest
from sqlalchemy import select

from domain.errors import DomainError, QuantityMismatch
from domain.events import Event
from tests.floor import LEADER, PACKER, Floor


def refusals(floor: Floor) -> list[dict[str, object]]:
    with floor.site.reading() as db:
        query = select(Event).where(Event.kind == "act:refused").order_by(Event.number)
        return [json.loads(event.details) for event in db.scalars(query)]


def test_an_act_that_a_rule_refuses_is_in_the_log_with_who_and_why(floor: Floor) -> None:
    lot = floor.at_screening(50)

    with pytest.raises(QuantityMismatch):
        floor.decide(LEADER, "SCREEN-1", lot, counts={"unseen": 51})

    (refusal,) = refusals(floor)
    assert (refusal["act"], refusal["code"]) == ("decide", "quantity-mismatch")


@pytest.mark.parametrize("pieces", [50, 51, 7919])
def test_a_part_that_is_no_part_tells_nothing_but_count_again(floor: Floor, pieces: int) -> None:
    lot = floor.book_in(50)

    answer = floor.act(
        PACKER, "RECV-1", "receive-part", lot=lot, count=pieces, reasons=("mixed",),
        forms=("service-form", "signed"),
    )  # fmt: skip

    assert answer["result"] == "count-again"
    assert floor.lot(lot).quantity == 50
    assert not refusals(floor)


def test_a_refusal_leaves_the_typed_form_and_the_lot_as_they_were(floor: Floor) -> None:
    lot = floor.at_screening(50)
    before = floor.lot(lot).version

    with pytest.raises(DomainError):
        floor.decide(LEADER, "SCREEN-1", lot, counts={"seen": 5})

    assert floor.lot(lot).version == before
