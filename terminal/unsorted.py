"""Deliveries that lie unsorted: how many, and from when on one calls somebody."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Db

from domain.receipt import ReceiptState, ReturnReceipt
from terminal.site import Site


def count_unsorted(site: Site, db: Db) -> tuple[int, bool]:
    """Return how many deliveries lie unsorted, and whether one does for too long."""
    query = select(func.count(ReturnReceipt.id), func.min(ReturnReceipt.received_at))
    count, oldest = db.execute(query.where(ReturnReceipt.state == ReceiptState.OPEN)).one()
    return count, oldest is not None and oldest <= too_old(site)


def too_old(site: Site) -> datetime:
    """Return the moment before which an unsorted delivery calls somebody."""
    return site.now() - timedelta(hours=site.figures.unsorted_hours)
