"""The composition root: the one place that builds the parts and joins them."""

import os
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from domain.batch import Product
from terminal.bus import Bus
from terminal.database import open_database
from terminal.figures import learn
from terminal.labels.layouts import SHIPPED, Layouts
from terminal.migrate import current_version, expect_version, migrate
from terminal.settings import BadSettings, Settings
from terminal.site import Secrets, Site
from terminal.words import Words


def utc_now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def compose(settings: Settings, now: Callable[[], datetime] = utc_now) -> Site:
    """Build the site that the settings describe; creates an empty database's schema.

    Raises `BadSettings` when a label's layout has mistakes, `DatabaseRefused` when the database is
    not one that can be trusted.
    """
    words = Words.load()
    labels = Layouts.load(settings.labels, words, settings.heads)
    database = open_database(settings.database_url)
    if current_version(database) is None:
        migrate(database, settings.site)
    expect_version(database)
    site = Site(
        settings=settings,
        database=database,
        secrets=read_secrets(settings.secrets),
        bus=Bus(),
        words=words,
        labels=labels,
        now=now,
    )
    learn(site)
    expect_layouts(site)
    return site


def read_secrets(folder: Path) -> Secrets:
    """Read the site's keys, making them at the first start; only their owner may read them."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return Secrets(*(_key(folder / name) for name in ("chain.key", "pepper.key", "web.key")))


def _key(path: Path) -> bytes:
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
    return bytes.fromhex(path.read_text(encoding="ascii").strip())


def expect_layouts(site: Site) -> None:
    """Raise `BadSettings` where a product in use names labels that nobody has laid out."""
    with site.reading() as db:
        query = select(Product).where(Product.label != "", Product.retired.is_(False))
        lost = [one for one in db.scalars(query.order_by(Product.code))
                if one.label not in site.labels.variants]  # fmt: skip
    if lost:
        site.database.dispose()
        raise BadSettings([
            f"{site.settings.labels or SHIPPED}: product {one.code} has labels {one.label!r}, "
            f"and there is no lot-label.{one.label}.toml, oqc-label or box-label"
            for one in lost
        ])  # fmt: skip
