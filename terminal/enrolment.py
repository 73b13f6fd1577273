"""Enrolling a browser as a station: a credential that is told once and kept only as a hash."""

import hashlib

from sqlalchemy import select

from domain.people import Enrolment
from terminal.site import Site
from terminal.transaction import Transaction

LENGTH = 32


def enrol(site: Site, station: str) -> str:
    """Give out a new credential for a station's browser; it is shown once."""
    credential = site.token(LENGTH)
    with site.writing() as db:
        tx = Transaction(site, db, None, site.now(), place=station)
        db.add(Enrolment(station=station, credential_hash=_hash(credential), enrolled_at=tx.at))
        tx.record("station:enrolled", details={"station": station})
        tx.finish()
    return credential


def is_enrolled(site: Site, station: str, credential: str) -> bool:
    """Whether a credential is this station's and has not been revoked."""
    if not credential:
        return False
    with site.reading() as db:
        query = select(Enrolment.id).where(
            Enrolment.station == station,
            Enrolment.credential_hash == _hash(credential),
            Enrolment.revoked_at.is_(None),
        )
        return db.scalar(query) is not None


def _hash(credential: str) -> str:
    return hashlib.sha256(credential.encode()).hexdigest()
