"""How the domain says no: a code that never changes and the facts, never words."""

from typing import ClassVar


class DomainError(Exception):
    """A rule of the process said no.

    `code` never changes; the words are in the catalogs under `error.<code>`, filled with `facts`.
    """

    code: ClassVar[str] = "refused"

    def __init__(self, **facts: str | int) -> None:
        super().__init__(self.code, facts)
        self.facts = facts

    def __str__(self) -> str:
        """Return the code and the facts, for logs."""
        told = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({told})"


class UnknownCode(DomainError):
    """What was scanned or typed is not one of our codes."""

    code = "unknown-code"


class UnknownLot(DomainError):
    """There is no lot of this number."""

    code = "unknown-lot"


class UnknownBatch(DomainError):
    """There is no batch of this number."""

    code = "unknown-batch"


class UnknownThing(DomainError):
    """A customer, product, person, station or code that is not registered."""

    code = "unknown-thing"


class StaleForm(DomainError):
    """Somebody changed the lot since the form was shown (reliability, transactions 6)."""

    code = "stale-form"


class KeyReused(DomainError):
    """The same submission key came with another content (reliability, transactions 5)."""

    code = "key-reused"


class BadField(DomainError):
    """A field of a form cannot be read; `field` names it, `value` repeats it."""

    code = "bad-field"


class NotPermitted(DomainError):
    """Nobody with these roles may do this here (access: deny by default)."""

    code = "not-permitted"


class WrongStation(DomainError):
    """The lot is at another step or station; `step` and `station` say where."""

    code = "wrong-station"


class WrongState(DomainError):
    """The lot cannot do this now; `state` says what it waits for."""

    code = "wrong-state"


class OnHold(DomainError):
    """The lot is on hold; `reason` says why."""

    code = "on-hold"


class QuantityMismatch(DomainError):
    """Counted pieces do not balance with what the lot holds."""

    code = "quantity-mismatch"


class BadQuantity(DomainError):
    """A quantity is negative, zero where pieces are needed, or beyond any real batch."""

    code = "bad-quantity"
