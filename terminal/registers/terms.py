"""Coded words as rows, and rows as coded words: defects, causes, actions, reasons of delay."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from domain.findings import Responsibility, Term, TermKind
from terminal.registers.rows import TermRow

KINDS = tuple(kind.value for kind in TermKind)


def terms(db: Db) -> Iterator[TermRow]:
    """Yield every coded word, kind by kind, in the order in which they are offered."""
    found = db.scalars(select(Term).order_by(Term.position, Term.id))
    for one in sorted(found, key=lambda term: KINDS.index(term.kind.value)):
        yield TermRow(
            kind=one.kind.value,
            code=one.code,
            zh=one.zh,
            en=one.en,
            responsibility=one.responsibility.value if one.responsibility else "",
            position=one.position,
            retired=one.retired,
        )


def write_term(db: Db, row: TermRow) -> None:
    """Add a coded word at its place, or at the end; or change the one of this kind and code."""
    kind = TermKind(row.kind)
    term = db.scalar(select(Term).where(Term.kind == kind, Term.code == row.code))
    last = db.scalar(select(func.max(Term.position)).where(Term.kind == kind)) or 0
    if term is None:
        term = Term(kind=kind, code=row.code, zh=row.zh, en=row.en, position=last + 1)
        db.add(term)
    term.zh, term.en, term.retired = row.zh, row.en, row.retired
    term.position = row.position or term.position
    term.responsibility = Responsibility(row.responsibility) if row.responsibility else None
