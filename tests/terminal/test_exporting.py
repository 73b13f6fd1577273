"""What is exported can be imported again, and changes nothing."""

from pathlib import Path

import pytest
from sqlalchemy import select

from domain.people import Badge
from terminal.exporting import export_file
from terminal.importing import import_file
from tests.floor import TESTER, Floor
from tests.terminal.ground import dump
from tests.terminal.offices import administer, hire


def test_an_export_comes_in_again_and_changes_nothing(floor: Floor, tmp_path: Path) -> None:
    hire(floor, "20001", 'Li "Jack" \\ 李\t')
    path = tmp_path / "out.toml"
    counts = export_file(floor.site, path)
    assert (counts["team"], counts["customer"], counts["product"]) == (3, 3, 5)
    before = dump(floor, without=frozenset({"event", "head"}))
    assert import_file(floor.site, path).credentials == []
    assert dump(floor, without=frozenset({"event", "head"})) == before


def test_an_export_tells_no_secret_and_nobody_who_has_left(floor: Floor, tmp_path: Path) -> None:
    administer(floor, "leave", number=TESTER)
    path = tmp_path / "out.toml"
    export_file(floor.site, path)
    text = path.read_text(encoding="utf-8")
    assert TESTER not in text
    with floor.site.reading() as db:
        assert not [token for token in db.scalars(select(Badge.token)) if token in text]
    assert "pin" not in {line.partition(" ")[0] for line in text.splitlines()}


def test_an_export_never_writes_over_a_file(floor: Floor, tmp_path: Path) -> None:
    path = tmp_path / "out.toml"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError):
        export_file(floor.site, path)
    assert path.read_text(encoding="utf-8") == "mine"
