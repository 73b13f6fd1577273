"""Photos of goods and papers, and the picture of a product's board on which places are tapped.

A picture is kept once, by the digest of its bytes; photos and board pictures name it. Nothing of
it is ever changed or deleted: a photo that should not be seen is withdrawn, with a reason.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Counter, Record
from domain.errors import DomainError
from domain.process import Step

SCALE: Final = 1000


class PictureRefused(DomainError):
    """What was sent is no picture that can be kept; `fault` says why."""

    code = "picture-refused"


class AlreadyWithdrawn(DomainError):
    """The photo has been withdrawn before; `by` says by whom."""

    code = "already-withdrawn"


class NotYourPhoto(DomainError):
    """Only who took a photo withdraws it, or a supervisor."""

    code = "not-your-photo"


class OtherPicture(DomainError):
    """A place was tapped on a picture that is not of this product, or beside it."""

    code = "other-picture"


class About(StrEnum):
    """What a photo shows."""

    SHEET = "sheet"
    DAMAGE = "damage"
    LABEL = "label"
    DEFECT = "defect"
    ANOMALY = "anomaly"
    REPAIR = "repair"
    TAG = "tag"
    PACKING = "packing"
    STRAY = "stray"
    OTHER = "other"


# What is usually photographed at a step, the most usual first.
SHOWN_AT: Final[Mapping[Step, tuple[About, ...]]] = MappingProxyType({
    Step.INTAKE: (About.SHEET, About.DAMAGE, About.LABEL),
    Step.REGISTER: (About.DAMAGE, About.SHEET, About.LABEL),
    Step.SCREENING: (About.DEFECT, About.DAMAGE),
    Step.REWORK: (About.DEFECT, About.REPAIR),
    Step.REPAIR: (About.DEFECT, About.REPAIR),
    Step.REVIEW: (About.DEFECT, About.SHEET),
    Step.RETEST: (About.DEFECT,),
    Step.OQC: (About.DEFECT, About.LABEL),
    Step.PACK: (About.PACKING, About.LABEL, About.DAMAGE),
    Step.SHIP: (About.PACKING, About.SHEET),
})  # fmt: skip

# What may show the figure that the customer or Sales has written down (K-16).
TELLS_FIGURES: Final = frozenset({About.SHEET, About.LABEL})


class Image(Record):
    """The bytes of a picture that we encoded ourselves (JPEG), and a small one beside it."""

    __tablename__ = "image"

    digest: Mapped[str] = mapped_column(primary_key=True)
    width: Mapped[int]
    height: Mapped[int]
    kept_at: Mapped[datetime]
    body: Mapped[bytes] = mapped_column(deferred=True)
    small: Mapped[bytes] = mapped_column(deferred=True)


class Photo(Record):
    """A photo of a lot, or of boards without an owner: what it shows, at which step, by whom.

    `subject` is the number of the report, repair record or tag that it belongs to, if any.
    `event` is its event of the batch.
    """

    __tablename__ = "photo"

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    digest: Mapped[str] = mapped_column(ForeignKey("image.digest"), index=True)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batch.id"), index=True)
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("lot.id"))
    stray_id: Mapped[int | None] = mapped_column(ForeignKey("stray.id"), index=True)
    about: Mapped[About]
    subject: Mapped[str]
    step: Mapped[str]
    station: Mapped[str]
    person_id: Mapped[int]
    person_name: Mapped[str]
    taken_at: Mapped[datetime]
    event: Mapped[int] = mapped_column(Counter)


class PhotoWithdrawal(Record):
    """Since when a photo is hidden, by whom and why; its bytes stay."""

    __tablename__ = "photo_withdrawal"

    photo_id: Mapped[int] = mapped_column(
        ForeignKey("photo.id"), primary_key=True, autoincrement=False
    )
    reason: Mapped[str]
    person_name: Mapped[str]
    at: Mapped[datetime]


class BoardPicture(Record):
    """A version of the picture of a product's board; places are tapped on the newest one.

    What was tapped on an older version stays on that one.
    """

    __tablename__ = "board_picture"
    __table_args__ = (UniqueConstraint("product_id", "version"),)

    id: Mapped[int] = mapped_column(Counter, init=False, primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    version: Mapped[int]
    digest: Mapped[str] = mapped_column(ForeignKey("image.digest"), index=True)
    person_name: Mapped[str]
    at: Mapped[datetime]
