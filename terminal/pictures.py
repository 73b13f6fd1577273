"""Keeping pictures: developed before any lock, stored once by their digest, checked by it."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session as Db

from devices.photo import BadPicture, Picture, develop
from domain.batch import Product
from domain.events import Event
from domain.picture import BoardPicture, Image, Photo, PictureRefused
from terminal.site import Site
from terminal.transaction import Transaction, required


@contextmanager
def developed(site: Site, data: bytes) -> Iterator[str]:
    """Develop a sent file, and hold the picture under its digest for the act that keeps it.

    Raises `PictureRefused`.
    """
    try:
        picture = develop(data)
    except BadPicture as error:
        raise PictureRefused(picture=error.fault) from None
    digest = digest_of(picture)
    held = digest, object()  # the same picture may come from two desks at once
    site.darkroom[held] = picture
    try:
        yield digest
    finally:
        del site.darkroom[held]


def digest_of(picture: Picture) -> str:
    """Return the name under which a picture is kept and shown."""
    return hashlib.sha256(picture.body).hexdigest()


def keep(tx: Transaction, digest: str) -> Image:
    """Return the picture of a digest, stored once however often it is sent.

    Raises `UnknownThing` for one that nobody has developed.
    """
    _ = tx.next_event  # under the head row, so that the same picture twice at once waits here
    image = tx.db.get(Image, digest)
    if image is None:
        held = [*tx.site.darkroom.items()]
        developed_here = (one for (name, _), one in held if name == digest)
        picture = required(next(developed_here, None), "picture", digest[:8])
        image = Image(
            digest=digest,
            width=picture.width,
            height=picture.height,
            kept_at=tx.at,
            body=picture.body,
            small=picture.small,
        )
        tx.db.add(image)
        tx.db.flush()
    return image


def newest_board(db: Db, product: int) -> BoardPicture | None:
    """Return the board picture of a product on which places are tapped now."""
    query = select(BoardPicture).where(BoardPicture.product_id == product)
    return db.scalar(query.order_by(BoardPicture.version.desc()).limit(1))


def disagreements(db: Db) -> Iterator[str]:
    """Tell where photos, board pictures and their bytes are not what the log has sealed.

    Small pictures are not sealed.
    """
    for digest in db.scalars(select(Image.digest).order_by(Image.digest)):
        body = db.scalar(select(Image.body).where(Image.digest == digest)) or b""
        if hashlib.sha256(body).hexdigest() != digest:
            yield f"picture {digest[:8]} was changed"
    kept, sealed = _kept(db), _sealed(db)
    known = {*db.scalars(select(Image.digest))}
    for name, digest in sealed.items():
        if digest not in known:
            yield f"{name}: picture {digest[:8]} is missing"
        if kept.get(name) != digest:
            yield f"{name}: the log says picture {digest[:8]}, kept is {kept.get(name, '')[:8]}"
    for name in sorted(kept.keys() - sealed.keys()):
        yield f"{name}: the log says nothing of it"


def _kept(db: Db) -> dict[str, str]:
    photos = db.execute(select(Photo.event, Photo.digest).order_by(Photo.id))
    boards = (
        select(Product.code, BoardPicture.version, BoardPicture.digest)
        .join(Product, Product.id == BoardPicture.product_id)
        .order_by(BoardPicture.id)
    )
    return {f"photo of event {event}": digest for event, digest in photos} | {
        f"board {code} version {version}": digest for code, version, digest in db.execute(boards)
    }


def _sealed(db: Db) -> dict[str, str]:
    kinds = ("photo:taken", "product:board-picture")
    found = {}
    for event in db.scalars(select(Event).where(Event.kind.in_(kinds)).order_by(Event.number)):
        facts = event.facts
        name = f"photo of event {event.number}"
        if event.kind == "product:board-picture":
            name = f"board {facts['product']} version {facts['version']}"
        found[name] = str(facts["image"])
    return found
