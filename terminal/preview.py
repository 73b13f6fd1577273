"""Pictures of every paper on every kind of printer: `terminal labels preview --out DIR`.

The papers are those of a small example day that is played in a database of its own with the very
actions of the floor, so there is no second copy of any layout. Nothing of the site is touched.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Literal

from sqlalchemy import select, update

from devices.fonts import find_fonts
from devices.paper import Paper
from devices.profile import Profile
from devices.sim.viewing import picture_of
from domain.batch import Customer, Product
from domain.people import Person
from domain.printing import Document, PrintJob
from terminal.compose import compose, utc_now
from terminal.demo import FACTORY, Past
from terminal.demo_stage import Stage
from terminal.importing import import_file
from terminal.labels.layouts import Layouts
from terminal.preview_story import Telling
from terminal.printers import PrinterAddress
from terminal.settings import LANGUAGES, Settings
from terminal.site import Site
from terminal.words import Words

CONFIG: Final = FACTORY.parent
FACTS: Final = CONFIG / "preview.toml"
WIDTHS: Final = (58, 80)
TEXTS: Final = ("native", "raster")


def preview(settings: Settings, out: Path) -> list[Path]:
    """Write `<document>-<n>-<mm>-<text>-<language>.png`; return what was written.

    The site's figures, time zone and number code are used, its database is not.
    """
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for language in LANGUAGES:
        for paper_mm in WIDTHS:
            papers = example_papers(settings, language, paper_mm)
            for text in TEXTS:
                profile = Profile(paper_mm, text)
                for name, paper in papers.items():
                    path = out / f"{name}-{paper_mm}-{text}-{language}.png"
                    path.write_bytes(picture_of(paper, profile, find_fonts()).png)
                    written.append(path)
    return written


def example_papers(
    settings: Settings,
    language: str,
    paper_mm: Literal[58, 80],
    *,
    facts: Mapping[str, Any] | None = None,
    build: Callable[[Settings, Past], Site] = compose,
) -> dict[str, Paper]:
    """Return the fullest paper of each document and make-up, by name.

    The labels that customers demand follow, each as if every product had them. `facts` are told
    instead of those of the example file; who `build`s the site may hold its clock and its dice.
    """
    told = facts or tomllib.loads(FACTS.read_text(encoding="utf-8"))[language]
    found: dict[str, Paper] = {}
    for variant in (
        "",
        *sorted(Layouts.load(settings.labels, Words.load(), settings.heads).variants),
    ):
        with TemporaryDirectory() as folder:
            now = Past(utc_now())
            site = build(_example(settings, Path(folder), language, paper_mm), now)
            try:
                found |= day_of(site, now, told, variant)
            finally:
                site.database.dispose()
    return found


def day_of(site: Site, now: Past, facts: Mapping[str, Any], variant: str = "") -> dict[str, Paper]:
    """Play the day on an empty site; return its papers, or those of the labels of a variant."""
    _play(site, now, facts, variant)
    names = {one: f"{one.value}.{variant}" if variant else one.value for one in Document}
    return {
        f"{names[document]}-{number}": paper
        for document, number, paper in _chosen(site)
        if not variant or names[document] in site.labels.by_name
    }


def _example(
    settings: Settings, folder: Path, language: str, paper_mm: Literal[58, 80]
) -> Settings:
    demo = Settings.read(CONFIG / "demo.toml")
    profile = Profile(paper_mm)
    printers = tuple(PrinterAddress(one.code, f"sim:{one.code}", profile) for one in demo.printers)
    return replace(
        settings,
        database_url=f"sqlite:///{folder / 'example.db'}",
        secrets=folder / "secrets",
        stations=tuple(replace(one, language=language) for one in demo.stations),
        scanners=(),
        printers=printers,
    )


def _play(site: Site, now: Past, facts: Mapping[str, Any], variant: str = "") -> None:
    people = {
        number: (token, pin) for number, _, token, pin in import_file(site, FACTORY).credentials
    }
    with site.writing() as db:
        for kind, key, names in (
            (Person, Person.number, facts.get("people", {})),
            (Customer, Customer.code, facts.get("customers", {})),
            (Product, Product.code, facts.get("products", {})),
        ):
            for number, name in names.items():
                db.execute(update(kind).where(key == number).values(name=name))
        db.execute(update(Product).values(label=variant))
    Telling(Stage(site, people), now, facts).all_papers()


def _chosen(site: Site) -> Iterator[tuple[Document, int, Paper]]:
    """Yield the longest paper of every document and make-up, numbered within its document."""
    with site.reading() as db:
        papers = [
            (job.document, Paper.from_json(job.paper))
            for job in db.scalars(select(PrintJob).order_by(PrintJob.document, PrintJob.id))
        ]
    fullest: dict[tuple[Document, frozenset[type]], Paper] = {}
    for document, paper in sorted(papers, key=lambda one: len(one[1].to_json())):
        made_of = frozenset(map(type, paper.blocks))
        fullest[document, made_of] = paper
    for document, kinds in groupby(sorted(fullest, key=lambda one: one[0]), key=lambda one: one[0]):
        for number, key in enumerate(kinds, 1):
            yield document, number, fullest[key]
