"""Photos of what lies on a desk: kept with the batch, hidden again only with a reason."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import exists, select

from domain.access import SUPERVISORS, Act
from domain.errors import BadField, NotPermitted, WrongState
from domain.findings import AnomalyReport, RepairRecord
from domain.handover import WAITING, Handover
from domain.lot import Lot, LotState
from domain.picture import About, AlreadyWithdrawn, NotYourPhoto, Photo, PhotoWithdrawal
from domain.process import Step
from domain.serials import Piece
from domain.stray import AlreadyClarified, Stray
from terminal.forms import WHOLE
from terminal.pictures import keep
from terminal.transaction import Answer, Transaction, required


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPhoto:
    """Keep a photo of a lot here, or of boards without an owner.

    `image` is the digest of a developed picture; `of` says what it shows, and of which report,
    record or tag: `defect`, `anomaly/RT-2611-0001-A1`. A lot's form does not become stale by it.
    """

    act: ClassVar[str] = Act.ADD_PHOTO
    image: str
    lot: str = ""
    stray: str = ""
    of: str = About.OTHER.value

    def perform(self, tx: Transaction) -> Answer:
        """Return what was photographed."""
        about, subject = self._shown()
        lot = tx.lock_lot(self.lot) if self.lot else None
        stray = None if lot else _open_stray(tx, self.stray)
        step = _step(tx, lot) if lot else None
        tx.sign(Act.ADD_PHOTO if lot else Act.REPORT_FOUND, step)
        if lot:
            _expect_subject(tx, lot, about, subject)
        image = keep(tx, self.image)
        photo = Photo(
            digest=image.digest,
            batch_id=lot.batch_id if lot else None,
            lot_id=lot.id if lot else None,
            stray_id=stray.id if stray else None,
            about=About.STRAY if stray else about,
            subject=subject if lot else "",
            step=step.value if step else "",
            station=tx.station,
            person_id=tx.hand.person_id,
            person_name=tx.hand.name,
            taken_at=tx.at,
            event=tx.next_event,
        )
        tx.db.add(photo)
        number = lot.number if lot else self.stray
        tx.record("photo:taken", batch=lot.batch if lot else None, details={
            "image": photo.digest, "shows": photo.about.value, "subject": photo.subject,
            "of": number,
        })  # fmt: skip
        tx.tell("desk", tx.station)
        return {"result": "photo", "of": number}

    def _shown(self) -> tuple[About, str]:
        about, _, subject = self.of.partition("/")
        if about not in set(About) or (about == About.STRAY) == bool(self.lot):
            raise BadField(field="of", value=self.of[:40])
        return About(about), subject


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawPhoto:
    """Hide a photo from every page, and say why; its bytes stay."""

    act: ClassVar[str] = Act.WITHDRAW_PHOTO
    photo: int
    reason: str

    def perform(self, tx: Transaction) -> Answer:
        """Return whose photo it was; raises `NotYourPhoto` and `AlreadyWithdrawn`."""
        photo = required(tx.db.get(Photo, self.photo), "photo", str(self.photo))
        lot = tx.db.get(Lot, photo.lot_id) if photo.lot_id else None
        batch = tx.lock_batch(lot.batch.number) if lot else None
        if tx.sign(Act.WITHDRAW_PHOTO).id != photo.person_id:
            _sign_as_supervisor(tx)
        if not self.reason:
            raise BadField(field="reason", value="")
        _ = tx.next_event  # under the head row: nobody else hides it meanwhile
        if earlier := tx.db.get(PhotoWithdrawal, photo.id):
            raise AlreadyWithdrawn(by=earlier.person_name)
        tx.db.add(PhotoWithdrawal(
            photo_id=photo.id, reason=self.reason, person_name=tx.hand.name, at=tx.at
        ))  # fmt: skip
        details = {"image": photo.digest, "photo": photo.id, "reason": self.reason}
        tx.record("photo:withdrawn", batch=batch, details=details)
        tx.tell("desk", tx.station)
        return {"result": "photo-withdrawn", "of": lot.number if lot else ""}


def _sign_as_supervisor(tx: Transaction) -> None:
    """Sign in the role that withdraws what others took, whichever of his roles comes first."""
    try:
        tx.sign(Act.WITHDRAW_PHOTO, among=SUPERVISORS)
    except NotPermitted:
        raise NotYourPhoto from None


def _open_stray(tx: Transaction, number: str) -> Stray:
    stray = required(
        tx.db.scalar(select(Stray).where(Stray.number == number)), "stray", number[:40]
    )
    if stray.way:
        raise AlreadyClarified(stray=stray.number, way=stray.way.value, by=stray.decided_by)
    return stray


def _step(tx: Transaction, lot: Lot) -> Step:
    """Return the step that photographs here: who has the lot, or to whom it is offered."""
    if lot.state is LotState.ENDED:
        raise WrongState(lot=lot.number, state=lot.state.value, step=lot.step.value)
    query = select(Handover.target).where(
        Handover.lot_id == lot.id, Handover.number == lot.last_handover,
        Handover.state.in_(WAITING),
    )  # fmt: skip
    station = tx.site.settings.station(tx.station)
    target = tx.db.scalar(query)
    if station and isinstance(target, Step) and target in station.steps:
        return target
    lot.expect_at(lot.step, tx.station)
    return lot.step


def _expect_subject(tx: Transaction, lot: Lot, about: About, subject: str) -> None:
    """Expect that a photo's report, record or tag is of the same batch."""
    if not subject and about not in {About.ANOMALY, About.TAG}:
        return
    known = {
        About.ANOMALY: exists().where(
            AnomalyReport.batch_id == lot.batch_id, AnomalyReport.number == subject
        ),
        About.TAG: exists().where(
            Piece.batch_id == lot.batch_id, Piece.serial == subject, Piece.tagged != ""
        ),
        About.REPAIR: exists().where(
            RepairRecord.batch_id == lot.batch_id,
            RepairRecord.id == (int(subject) if WHOLE.fullmatch(subject) else 0),
        ),
    }.get(about)
    if known is None or not tx.db.scalar(select(known)):
        raise BadField(field="of", value=f"{about.value}/{subject}"[:40])
