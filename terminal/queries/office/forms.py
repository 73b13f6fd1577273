"""Every A4 form by its name, and which of them a batch has something to print on."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol

from terminal.queries.batch import BatchView
from terminal.queries.office.cases import anomaly, notice, review, shipping
from terminal.queries.office.ledgers import repair, tracking
from terminal.queries.office.lots import service
from terminal.queries.office.source import Source


class Sheet(Protocol):
    """One form that is ready to print."""

    @property
    def number(self) -> str:
        """The number of the record that it is: of a batch, a lot, a report, a case, an order."""
        ...


FORMS: Final = MappingProxyType[str, Callable[[Source], Iterable[Sheet]]]({
    "service": service,
    "tracking": tracking,
    "repair": repair,
    "anomaly": anomaly,
    "notice": notice,
    "shipping": shipping,
    "review": review,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Printable:
    """A form that a batch can print; `numbers` where it has several of them."""

    form: str
    numbers: tuple[str, ...]


def printable(view: BatchView) -> Iterator[Printable]:
    """Return the forms of a batch that have something on them."""
    papers = view.papers
    yield Printable("service", tuple(lot.number for lot in view.batch.lots))
    yield Printable("tracking", ())
    if papers.repairs:
        yield Printable("repair", ())
    if papers.notice:
        yield Printable("notice", ())
    for form, numbers in (
        ("anomaly", tuple(one.number for one in papers.anomalies)),
        ("review", tuple(one.number for one in papers.cases)),
        ("shipping", tuple(one.number for one in papers.shipments)),
    ):
        if numbers:
            yield Printable(form, numbers)
