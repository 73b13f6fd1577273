"""What a factory writes down about itself once: how a change of it can go wrong.

An entry that was ever used is never deleted: it is retired, and old records keep their meaning.
"""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Record
from domain.errors import DomainError


class FigureChange(Record):
    """What an administrator has set a figure to; the file's own value stays where it is."""

    __tablename__ = "figure_change"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]


class FiguresClash(DomainError):
    """A figure is too small beside another one; `figure` and `beside` name them, with values."""

    code = "figures-clash"


class CodeTaken(DomainError):
    """There is an entry of this code already; a code never means a second thing."""

    code = "code-taken"


class EntryChanged(DomainError):
    """Somebody changed the entry since it was shown; look at it again."""

    code = "entry-changed"


class Retired(DomainError):
    """The customer, product or code is not used any more; choose another."""

    code = "retired"
