"""The scale beside a desk: a tap takes over what it says, or teaches it what a piece weighs."""

from domain.access import Act
from domain.errors import DomainError
from domain.people import Desk
from domain.weighing import CountByHand, ScaleUnsettled
from terminal.desk.desks import at_desk, show
from terminal.desk.keyed import NotOnThisForm, open_pad, write
from terminal.desk.signing import record
from terminal.desk.strip import Strip
from terminal.queries.receiving import COUNT
from terminal.queries.steps.pad import AIDS, Pad
from terminal.queries.steps.typed import whole
from terminal.queries.weighing import MARK, offer_of, said_by_scale
from terminal.site import Site
from terminal.transaction import Transaction


def take_weight(site: Site, station: str) -> bool:
    """Write what the scale says into the count of the open form; return whether it did.

    The figure is the person's who taps it: it can be changed, and his signature is what counts.
    """
    try:
        with at_desk(site, station) as (tx, desk):
            pad = _counting(tx, desk)
            found = offer_of(site, tx.db, station, pad.lot)
            if found is None or not found.grams:
                raise ScaleUnsettled(station=station)
            if not found.sure:
                raise CountByHand(station=station)
            number = str(found.pieces)
            aids = dict.fromkeys(set(AIDS) & set(pad.typed), "")
            write(
                tx, desk, pad, {**aids, COUNT: number, "field": COUNT, MARK: said_by_scale(found)}
            )
            facts: dict[str, str | int] = {"pieces": found.pieces, "weight": found.grams}
            show(tx, desk, Strip("ok", "scan.weighed", tx.at, facts))
    except DomainError as error:
        return _refused(site, station, error)
    return True


def weigh_sample(site: Site, station: str) -> bool:
    """Let the counted pieces, whose number is typed as the count, be the scale's reference.

    The field is empty then: their number was not the count, and must not be signed as it.
    """
    try:
        with at_desk(site, station) as (tx, desk):
            pad = _counting(tx, desk)
        fields = {"lot": pad.lot, "pieces": str(whole(pad.typed, COUNT))}
        record(site, station, Act.WEIGH_SAMPLE, fields, site.token(12))
        with at_desk(site, station) as (tx, desk):
            write(tx, desk, _counting(tx, desk), {COUNT: "", "field": COUNT})
    except DomainError as error:
        return _refused(site, station, error)
    return True


def _counting(tx: Transaction, desk: Desk) -> Pad:
    pad = open_pad(tx, desk)
    if COUNT not in pad.tiles:
        raise NotOnThisForm(station=desk.station)
    return pad


def _refused(site: Site, station: str, error: DomainError) -> bool:
    with at_desk(site, station) as (tx, desk):
        show(tx, desk, Strip.refusal(error, tx.at))
    return False
