"""A picture that somebody sends from his desk: it is kept as a whole, or nothing of it."""

from collections.abc import Mapping

from terminal.desk.signing import record, session_of
from terminal.pictures import developed
from terminal.site import Site
from terminal.transaction import Answer


def take(
    site: Site, station: str, act: str, fields: Mapping[str, str], *, key: str, data: bytes
) -> Answer:
    """Develop a sent file and record what it is of, within the session at the desk.

    Raises `NoSession` before anything is decoded, `PictureRefused`, and what the act refuses.
    """
    session_of(site, station)
    with developed(site, data) as digest:
        return record(site, station, act, {**fields, "image": digest}, key)
