"""Photos as pages show them: of a batch, of found boards, and the page of a lot's photos."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session as Db

from domain.access import Act, permitted_roles
from domain.findings import AnomalyReport, RepairRecord, Term, TermKind
from domain.lot import Lot, LotState
from domain.picture import (
    SHOWN_AT,
    TELLS_FIGURES,
    About,
    BoardPicture,
    Image,
    Photo,
    PhotoWithdrawal,
)
from domain.process import Step
from domain.serials import Piece
from domain.stray import Stray
from terminal.queries.batch_blind import blind_of
from terminal.queries.steps.sheet import Desk, desk_of

if TYPE_CHECKING:
    from terminal.queries.extras import Facing

PANEL: Final = "photos"
FORM: Final = "photos"
MOST_SUBJECTS: Final = 3
JUST_NOW: Final = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo; its `digest` is told to nobody once it is withdrawn, or while it is `hidden`."""

    id: int
    digest: str
    width: int
    height: int
    about: str
    subject: str
    lot: str
    step: str
    station: str
    person: str
    at: datetime
    event: int
    reason: str
    withdrawn_by: str
    withdrawn_at: datetime | None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """What a photo may be of: a thing that is often shown, or one report, record or tag."""

    of: str
    about: str
    zh: str = ""
    en: str = ""


def shots(db: Db, *, batch: int = 0, stray: str = "", intake: bool = False) -> list[Shot]:
    """Return the photos of a batch or of found boards, the oldest first.

    Nobody but `intake` sees papers and labels until somebody besides Sales has counted (K-16).
    """
    query = (
        select(Photo, Image.width, Image.height, Lot.number, PhotoWithdrawal)
        .join(Image, Image.digest == Photo.digest)
        .outerjoin(Lot, Lot.id == Photo.lot_id)
        .outerjoin(PhotoWithdrawal, PhotoWithdrawal.photo_id == Photo.id)
        .order_by(Photo.id)
    )
    if batch:
        query = query.where(Photo.batch_id == batch)
    else:
        query = query.join(Stray, Stray.id == Photo.stray_id).where(Stray.number == stray)
    found = [_shot(*row) for row in db.execute(query)]
    telling = not intake and any(shot.digest and shot.about in TELLS_FIGURES for shot in found)
    if telling and blind_of(db, batch).hides_total:
        found = [_hidden(shot) if shot.about in TELLS_FIGURES else shot for shot in found]
    return found


def _hidden(shot: Shot) -> Shot:
    return replace(shot, digest="", hidden=not shot.withdrawn_at)


def _shot(
    photo: Photo, width: int, height: int, lot: str | None, gone: PhotoWithdrawal | None
) -> Shot:
    return Shot(
        id=photo.id,
        digest="" if gone else photo.digest,
        width=width,
        height=height,
        about=photo.about.value,
        subject=photo.subject,
        lot=lot or "",
        step=photo.step,
        station=photo.station,
        person=photo.person_name,
        at=photo.taken_at,
        event=photo.event,
        reason=gone.reason if gone else "",
        withdrawn_by=gone.person_name if gone else "",
        withdrawn_at=gone.at if gone else None,
    )


def just_booked(db: Db, station: str, now: datetime) -> tuple[str, int] | None:
    """Return the lot that was booked in last at a desk, and how many photos its batch has."""
    query = select(Lot).where(
        Lot.station == station,
        Lot.step == Step.INTAKE,
        Lot.state == LotState.OFFERED,
        Lot.since > now - JUST_NOW,
    )
    lot = db.scalar(query.order_by(Lot.id.desc()).limit(1))
    return (lot.number, len(shots(db, batch=lot.batch_id))) if lot else None


def picture_of(db: Db, digest: str, *, small: bool) -> bytes | None:
    """Return a picture that some page shows; None when there is none or it is withdrawn."""
    hidden = exists().where(PhotoWithdrawal.photo_id == Photo.id)
    shown = exists().where(Photo.digest == digest, ~hidden) | exists().where(
        BoardPicture.digest == digest
    )
    column = Image.small if small else Image.body
    return db.scalar(select(column).where(Image.digest == digest, shown))


def photos(facing: Facing) -> dict[str, object]:
    """Return the page of a lot's photos: those of its batch, and what the next one may show."""
    desk = desk_of(facing)
    typed = desk.typed(FORM)
    subjects = [*_usual(desk), *_named(desk)]
    chosen = typed.get("of", "")
    intake = Step.INTAKE in facing.station.steps
    taken = shots(facing.db, batch=desk.work.batch_id, intake=intake)
    who = facing.view.who
    step = Step(desk.work.step)
    return {
        "shots": [shot for shot in taken if shot.digest],
        "withdrawn": sum(shot.withdrawn_at is not None for shot in taken),
        "hidden": sum(shot.hidden for shot in taken),
        "subjects": subjects,
        "of": chosen if chosen in {one.of for one in subjects} else subjects[0].of,
        "picked": typed.get("photo", ""),
        "reason": typed.get("reason", ""),
        "may": who is not None and bool(permitted_roles(Act.ADD_PHOTO, step) & {*who.roles}),
    }


def photographing(facing: Facing) -> bool:
    """Whether the page of photos was opened over a lot's own page."""
    return facing.work is not None and Desk(facing, facing.work).panel == PANEL


def _usual(desk: Desk) -> Iterator[Subject]:
    for about in (*SHOWN_AT[Step(desk.work.step)], About.OTHER):
        yield Subject(about.value, about.value)


def _named(desk: Desk) -> Iterator[Subject]:
    """Tell the reports, records and tags of this lot that a photo may belong to, newest first."""
    db, lot = desk.facing.db, desk.work.lot_id
    reports = select(AnomalyReport.number).where(AnomalyReport.lot_id == lot)
    for number in db.scalars(reports.order_by(AnomalyReport.id.desc()).limit(MOST_SUBJECTS)):
        yield Subject(f"anomaly/{number}", "anomaly", number, number)
    tags = select(Piece.serial).where(Piece.lot_id == lot, Piece.tagged != "")
    for serial in db.scalars(tags.order_by(Piece.id.desc()).limit(MOST_SUBJECTS)):
        yield Subject(f"tag/{serial}", "tag", serial, serial)
    records = (
        select(RepairRecord.id, RepairRecord.location, Term.zh, Term.en)
        .join(Term, (Term.code == RepairRecord.cause) & (Term.kind == TermKind.CAUSE))
        .where(RepairRecord.lot_id == lot, RepairRecord.closed_by == 0)
        .order_by(RepairRecord.id.desc())
    )
    for record, place, zh, en in db.execute(records.limit(MOST_SUBJECTS)):
        yield Subject(
            f"repair/{record}", "repair", f"{place} {zh}".strip(), f"{place} {en}".strip()
        )
