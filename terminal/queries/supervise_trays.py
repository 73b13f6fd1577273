"""Trays that were told too fast, for the quality supervisor to look into (K-22)."""

from collections.abc import Iterator

from sqlalchemy import select

from domain.access import Act
from domain.lot import Lot
from domain.tray import Tray
from terminal.queries.supervise_items import Eyes, Item


def fast_trays(eyes: Eyes) -> Iterator[Item]:
    """Lots of which trays were told faster than anybody can inspect (K-22).

    Speeds are told and no figure of the lot: somebody may have to count its pieces yet.
    """
    query = (
        select(Tray, Lot)
        .join(Lot, Lot.id == Tray.lot_id)
        .where(Tray.too_fast, Tray.looked_by == "")
        .order_by(Tray.id)
    )
    found: dict[str, list[tuple[Tray, Lot]]] = {}
    for tray, lot in eyes.db.execute(query) if eyes.may(Act.NOTE_SPEED) else ():
        found.setdefault(lot.number, []).append((tray, lot))
    for number, rows in found.items():
        lot = rows[0][1]
        quickest = min(tray.seconds / tray.quantity for tray, _ in rows)
        yield Item(
            kind="note-speed",
            act="note-speed",
            key=f"speed:{number}",
            lot=number,
            batch=lot.batch.number,
            waited=eyes.since(rows[0][0].told_at),
            facts={
                "product": lot.batch.product.name,
                "trays": len(rows),
                "told_by": " ".join(dict.fromkeys(tray.person_name for tray, _ in rows)),
                "speed": f"{quickest:.1f}",
                "least": eyes.site.figures.seconds_per_piece,
            },
            fields={"lot": number},
        )
