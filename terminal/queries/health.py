"""Whether the database answers, for those who watch the service from outside."""

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from domain.events import Head
from terminal.site import Site


def trouble(site: Site) -> str:
    """Return what is wrong with the database, nothing when it answers."""
    try:
        with site.reading() as db:
            db.scalars(select(Head)).one()
    except SQLAlchemyError as error:
        return type(error).__name__
    return ""
