"""Who may import whom: four rooms and one arrow."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ENTRY = ROOT / "terminal" / "__main__.py"
OURS = {"domain", "devices", "terminal", "web"}
MAY_IMPORT = {
    room: set(names.split())
    for room, names in {
        "domain": "sqlalchemy",
        "devices": "serial escpos PIL qrcode barcode ppf biip",
        "terminal": "domain devices sqlalchemy alembic argon2 babel pysqlite3 gunicorn",
        "web": "terminal domain flask flask_wtf htmx_flask jinja2_fragments werkzeug",
    }.items()
}
WATCHED = OURS.union(*MAY_IMPORT.values())


@pytest.mark.parametrize("room", sorted(OURS))
def test_imports_point_one_way(room: str) -> None:
    for path in (ROOT / room).rglob("*.py"):
        if path == ENTRY:
            continue
        strays = imported(path) & WATCHED - MAY_IMPORT[room] - {room}
        assert not strays, f"{path.relative_to(ROOT)} imports {strays}"


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


def test_the_domain_describes_tables_but_opens_none() -> None:
    for path in (ROOT / "domain").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        assert not used & {"Session", "select", "create_engine", "datetime.now"}, path.name


def test_nothing_is_mocked() -> None:
    for path in (ROOT / "tests").rglob("*.py"):
        names = {
            node.module
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom)
        }
        assert not names & {"unittest.mock", "unittest"}, path.name


def test_the_process_that_watches_over_the_worker_loads_nothing_that_serves() -> None:
    asked = "import sys, terminal.__main__; print(*sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in told.stdout.split()}
    assert not loaded & {"sqlalchemy", "alembic", "flask", "PIL", "web"}
