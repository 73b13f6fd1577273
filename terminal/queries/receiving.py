"""What a receiver fills in: his own count, the forms that he sees, or why he refuses (K-16, K-17).

The offered figure is nowhere in here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from domain.access import Act
from domain.handover import Reason
from terminal.queries.steps.pad import AIDS, Pad
from terminal.queries.steps.sheet import Need
from terminal.queries.steps.typed import Typed
from terminal.queries.weighing import weighed_how
from terminal.queries.work import Incoming, Work

PART: Final = "receive-part"
WAYS: Final = frozenset({"propose-difference", PART, "refuse"})
YES_NO: Final = frozenset({"yes", "no"})
COUNT: Final = "count"
CART: Final = "receive-cart"


def receiving_pad(work: Work) -> Pad | None:
    """Return the pad of an offer that waits for its receiver; nothing when he waits himself."""
    coming = work.incoming
    if coming is None or (coming.disputed and coming.proposed):
        return None
    return _differing(work, coming) if coming.disputed else _counting(work, coming)


def offering_pad(work: Work) -> Pad:
    """Return the pad of a lot that its giver counts once more before he offers it."""
    needs = () if work.draft.get(COUNT) else (Need("count"),)
    return _pad(work, Act.OFFER, typed=work.draft, tiles=(COUNT,), needs=needs)


def cart_pad(
    cart: str, typed: Typed, versions: Mapping[str, int], forms: Iterable[str], *, asks: bool
) -> Pad:
    """Return the pad of a cart: a tile for each lot of it that is still to be counted."""
    tiles = tuple(f"lots.{lot}" for lot in versions)
    # an aid of a lot is chosen together with its lot
    on_it = f"lots.{typed.get('field', '').partition('.')[2]}"
    counted = [tile for tile in tiles if typed.get(tile)]
    ways = {f"versions.{lot}": str(version) for lot, version in versions.items()}
    how = {f"counting.{lot}": counted_how(_aids_of(typed, lot)) for lot in versions}
    return Pad(
        act=CART,
        lot="",
        version=0,
        typed=typed,
        tiles=tiles,
        shown=tiles,
        first=on_it if on_it in tiles else next(iter(tiles), ""),
        several={"forms": frozenset(forms)},
        single={"on_time": YES_NO} if asks else {},
        presses=CART,
        sends={"cart": cart, **ways, **how},
        needs=() if counted else (Need("count"),),
    )


def _aids_of(typed: Typed, lot: str) -> dict[str, str]:
    return {name: typed.get(f"{name}.{lot}", "") for name in AIDS}


def _counting(work: Work, coming: Incoming) -> Pad:
    typed = _with_usual(work)
    reasons = [reason for reason in typed.get("reasons", "").split(",") if reason]
    other = Reason.OTHER in reasons
    tiles = (COUNT,) if other else (*AIDS, COUNT)
    return _pad(
        work,
        Act.REFUSE if reasons else Act.RECEIVE,
        typed=typed,
        tiles=tiles,
        sums="" if other else COUNT,
        several={"forms": frozenset(coming.forms), "reasons": frozenset(Reason)},
        single={"on_time": YES_NO} if coming.asks_on_time else {},
        sends={"counting": counted_how(typed)},
        needs=tuple(_missing(typed, coming, refusing=bool(reasons), other=other)),
        refuses=True,
    )


def _differing(work: Work, coming: Incoming) -> Pad:
    typed = work.draft
    way = typed.get("way", "") if typed.get("way", "") in WAYS else ""
    part = way == PART
    reasons = typed.get("reasons", "")
    needs = [
        *([Need("way")] if not way else ()),
        *([Need("count")] if part and not typed.get(COUNT) else ()),
        *([Need("refusal")] if way in {PART, "refuse"} and not reasons else ()),
    ]
    return _pad(
        work,
        way or Act.REFUSE,
        typed=typed,
        tiles=(COUNT,) if part else (),
        several={"reasons": frozenset(Reason)} if way in {PART, "refuse"} else {},
        single={"way": WAYS} | ({"on_time": YES_NO} if part and coming.asks_on_time else {}),
        needs=tuple(needs),
        refuses=True,
    )


def _pad(work: Work, act: str, *, typed: Typed, tiles: tuple[str, ...], **more: object) -> Pad:
    return Pad(
        act=act,
        lot=work.lot,
        version=work.version,
        typed=typed,
        tiles=tiles,
        shown=tiles,
        first=tiles[-1] if tiles else "",
        presses=act,
        **more,  # type: ignore[arg-type]
    )


def _with_usual(work: Work) -> dict[str, str]:
    """Return what is typed, with a product's usual box and panel in the counting aids."""
    usual = {
        "again": "0",
        "aid-standard": str(work.pieces_per_box),
        "aid-up": str(work.boards_per_panel) if work.boards_per_panel > 1 else "",
    }
    return usual | dict(work.draft)


def counted_how(typed: Mapping[str, str]) -> str:
    """Return how it was counted, for the record: by the scale, by boxes or panels, or by hand."""
    if how := weighed_how(typed):
        return how
    if typed.get("aid-box"):
        standard, rest = typed.get("aid-standard") or 0, typed.get("aid-rest") or 0
        return f"{typed['aid-box']}×{standard}+{rest}"
    return f"{typed['aid-panel']}×{typed.get('aid-up') or 0}" if typed.get("aid-panel") else ""


def _missing(typed: Typed, coming: Incoming, *, refusing: bool, other: bool) -> Iterator[Need]:
    """Tell what keeps the receipt, or the refusal, from being signed."""
    if refusing:
        if other and not typed.get("note"):
            yield Need("fill-in", family="field.", codes=("note",))
        return
    if not typed.get(COUNT):
        yield Need("count")
    seen = typed.get("forms", "").split(",")
    gone = tuple(form for form in coming.forms if form not in seen)
    if gone:
        yield Need("forms", family="receive.form.", codes=gone)
    if coming.asks_on_time and not typed.get("on_time"):
        yield Need("fill-in", family="field.", codes=("on_time",))
