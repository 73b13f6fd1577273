"""The page on which the pictures of the products' boards are looked at and renewed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session as Db

from domain.access import Act, permitted_roles
from domain.batch import Product
from domain.findings import RepairRecord
from domain.picture import BoardPicture, Image
from terminal.queries.drafts import draft_of
from terminal.queries.steps.places import board_of

if TYPE_CHECKING:
    from terminal.queries.extras import Facing

VIEW: Final = "boards"
ROWS: Final = 8


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product, and which version its board picture has; 0 without one."""

    code: str
    name: str
    version: int


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a board picture, and how many repairs were tapped on it."""

    version: int
    digest: str
    person: str
    at: datetime
    places: int


def boards_page(facing: Facing) -> dict[str, object]:
    """Return the products that a search finds, and the pictures of the chosen one."""
    typed = draft_of(facing.db, facing.station.code, VIEW)
    rows = _products(facing.db, typed.get("find", "").strip())
    product = facing.db.scalar(select(Product).where(Product.code == typed.get("product", "")))
    return {
        "typed": typed,
        "products": rows[:ROWS],
        "more": max(0, len(rows) - ROWS),
        "may": may_set(facing),
        "product": product,
        "board": board_of(facing.db, product.id) if product else None,
        "versions": versions(facing.db, product.id) if product else [],
    }


def may_set(facing: Facing) -> bool:
    """Whether who is signed on may set a product's board picture."""
    who = facing.view.who
    return who is not None and bool(permitted_roles(Act.SET_BOARD_PICTURE, None) & {*who.roles})


def versions(db: Db, product: int) -> list[Version]:
    """Return the versions of a product's board picture, the newest first."""
    places = (
        select(RepairRecord.picture_id, func.count().label("places"))
        .where(RepairRecord.voided_by == 0)
        .group_by(RepairRecord.picture_id)
        .subquery()
    )
    query = (
        select(
            BoardPicture.version, Image.digest, BoardPicture.person_name, BoardPicture.at,
            func.coalesce(places.c.places, 0),
        )
        .join(Image, Image.digest == BoardPicture.digest)
        .outerjoin(places, places.c.picture_id == BoardPicture.id)
        .where(BoardPicture.product_id == product)
        .order_by(BoardPicture.version.desc())
    )  # fmt: skip
    return [Version(*row) for row in db.execute(query)]


def _products(db: Db, text: str) -> list[ProductRow]:
    """Return the products whose code or name has a text in it, those without a picture first."""
    newest = func.coalesce(func.max(BoardPicture.version), 0)
    query = (
        select(Product.code, Product.name, newest)
        .outerjoin(BoardPicture, BoardPicture.product_id == Product.id)
        .group_by(Product.id, Product.code, Product.name)
        .order_by(newest, Product.code)
    )
    if text:
        query = query.where(
            or_(Product.code.icontains(text, autoescape=True),
                Product.name.icontains(text, autoescape=True))
        )  # fmt: skip
    return [ProductRow(*row) for row in db.execute(query)]
