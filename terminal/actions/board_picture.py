"""The picture of a product's board, on which places are tapped: a new one is a new version."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from domain.access import Act
from domain.batch import Product
from domain.picture import BoardPicture
from terminal.pictures import keep, newest_board
from terminal.registers.register import in_turn
from terminal.transaction import Answer, Transaction, required


@dataclass(frozen=True, slots=True, kw_only=True)
class SetBoardPicture:
    """Keep a developed picture (`image` is its digest) as the newest one of a product's board.

    Places that were tapped on an older version stay on that one.
    """

    act: ClassVar[str] = Act.SET_BOARD_PICTURE
    product: str
    image: str

    def perform(self, tx: Transaction) -> Answer:
        """Return which version of the picture this is."""
        tx.sign(Act.SET_BOARD_PICTURE)
        in_turn(tx)  # as who changes the product does: head first
        query = select(Product).where(Product.code == self.product)
        product = required(tx.db.scalar(query), "product", self.product[:40])
        image = keep(tx, self.image)
        last = newest_board(tx.db, product.id)
        version = last.version + 1 if last else 1
        tx.db.add(
            BoardPicture(
                product_id=product.id,
                version=version,
                digest=image.digest,
                person_name=tx.hand.name,
                at=tx.at,
            )
        )
        details = {"product": product.code, "version": version, "image": image.digest}
        tx.record("product:board-picture", details=details)
        tx.tell("desk", tx.station)
        return {"result": "board-picture", "product": product.name, "version": version}
