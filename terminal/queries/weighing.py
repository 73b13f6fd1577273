"""What the scale of a station offers for the count of a lot; it fills nothing in by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session as Db

from domain.weighing import LEAST_SAMPLE
from terminal.site import Site
from terminal.weights import has_scale, in_words, pieces_of, reference_of, settled

MARK: Final = "scale"


@dataclass(frozen=True, slots=True)
class Offered:
    """What lies on the scale; `grams` is empty when nothing has settled there.

    `of_one` is what a piece weighs, empty where nobody has weighed the product. `sure` says that
    `pieces` is the only number that it can be; `whole` that it is nearly a whole number.
    """

    grams: str = ""
    of_one: str = ""
    sample: int = 0
    pieces: int = 0
    sure: bool = False
    whole: bool = False
    least: int = LEAST_SAMPLE


def offer_of(site: Site, db: Db, station: str, lot: str) -> Offered | None:
    """Return what a station's scale says about a lot; nothing at a station without a scale."""
    if not has_scale(site, station):
        return None
    reference, found = reference_of(db, lot), settled(site, station)
    of_one = in_words(reference.of_one) if reference else ""
    sample = reference.pieces if reference else 0
    if found is None:
        return Offered(of_one=of_one, sample=sample)
    grams = in_words(found.settled)
    if reference is None:
        return Offered(grams=grams)
    guess = pieces_of(found, reference)
    whole = guess.off <= guess.within
    return Offered(grams, of_one, sample, guess.pieces, sure=guess.sure, whole=whole)


def said_by_scale(found: Offered) -> str:
    """Return the mark that a count came from the scale; it holds as long as the count is that."""
    return f"{found.pieces}={found.grams} ÷ {found.of_one}"


def weighed_how(typed: Mapping[str, str]) -> str:
    """Return how the scale came to the typed count, nothing when it was counted by hand."""
    pieces, _, how = typed.get(MARK, "").partition("=")
    return how if how and pieces == typed.get("count") else ""
