"""What is really on the trays, beside what the ledger says, and the check that both agree."""

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import select

from domain.batch import Batch
from domain.ledger import CUSTOMER, DISCREPANCY, Movement, balances, places
from domain.lot import Lot
from tests.floor import Floor


@dataclass
class Books:
    """Pieces on every tray as a hand would count them; the service never sees these figures."""

    floor: Floor
    trays: Counter[str] = field(default_factory=Counter)
    gone: Counter[str] = field(default_factory=Counter)
    unsettled: Counter[str] = field(default_factory=Counter)
    booked: Counter[str] = field(default_factory=Counter)
    checks: int = 0
    seen: int = 0

    def arrive(self, batch: str, lot: str, pieces: int) -> None:
        """A delivery stands on the table."""
        self.booked[batch] = self.trays[lot] = pieces

    def split(self, lot: str, part: str, pieces: int) -> None:
        """Somebody puts so many pieces of a tray on a tray of their own."""
        if part != lot:
            self.trays[lot] -= pieces
            self.trays[part] += pieces

    def lose(self, lot: str, pieces: int) -> None:
        """Pieces fall off on the way, and nobody has noticed yet."""
        self.trays[lot] -= pieces
        self.unsettled[lot] -= pieces

    def settle(self, lot: str) -> None:
        """Both sides have signed the difference: the books know of it now."""
        self.gone["lost"] -= self.unsettled.pop(lot)

    def leave(self, lot: str, pieces: int, how: str) -> None:
        """Pieces leave the factory."""
        self.trays[lot] -= pieces
        self.gone[how] += pieces

    def check(self, batch: str) -> None:
        """Every piece of a batch is where the books say, and there are as many as came in."""
        with self.floor.site.reading() as db:
            found = db.scalars(select(Batch.id).where(Batch.number == batch)).one()
            moved = db.scalars(
                select(Movement).where(Movement.batch_id == found).order_by(Movement.id)
            ).all()
            lots = db.execute(
                select(Lot.number, Lot.sequence, Lot.step, Lot.quantity).where(
                    Lot.batch_id == found
                )
            ).all()
        held, where = balances(moved), places(moved)
        assert sum(held.values()) == 0
        assert held[CUSTOMER] == -self.booked[batch]
        below = {account for account, pieces in held.items() if pieces < 0}
        assert below <= {CUSTOMER, DISCREPANCY}
        for number, sequence, step, quantity in lots:
            assert where.get(sequence) == ((step, quantity) if quantity else None), number
            assert self.trays[number] == quantity + self.unsettled[number], number
        self.checks += 1
