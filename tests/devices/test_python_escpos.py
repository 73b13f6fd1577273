"""What python-escpos 3.1 does, and why only its constants are used.

Each of these is a fact about the library. One that fails after an update has been mended there:
then its cure here may go (docs/devices.md).
"""

import inspect
import subprocess
import sys
from importlib.metadata import version
from io import BytesIO

import pytest
from escpos.printer import Dummy, Network, Serial
from PIL import Image

from devices.escpos.compiler import compile_paper
from devices.escpos.raster import raster_bytes
from devices.paper import Cut, Text
from devices.sim.reading import read_commands
from devices.state import Condition
from tests.devices.neighbours import Neighbour
from tests.devices.printers import a_printer
from tests.devices.samples import FONTS, NATIVE, a_simulated_printer, paper_of, printed

FLOOR = "：，（）℃①"


def said(text: str) -> bytes:
    """What `text()` sends."""
    printer = Dummy()
    printer.text(text)
    return bytes(printer.output)


def test_it_is_the_version_that_was_looked_at() -> None:
    assert version("python-escpos") == "3.1"


def test_its_text_sends_chinese_without_chinese_mode() -> None:
    assert said("复测") == "复测".encode("gb18030")
    assert printed(said("复测") + b"\n", NATIVE).errors[0].startswith("chinese-outside-its-mode")


def test_its_text_makes_question_marks_of_chinese_marks_that_stand_alone() -> None:
    assert said(FLOOR).endswith(b"??????")


@pytest.mark.parametrize("char", ["µ", "¥"])
def test_its_text_sends_four_bytes_that_no_printer_knows(char: str) -> None:
    assert said(f"复测{char}")[4:] == char.encode("gb18030")
    assert len(char.encode("gb18030")) == 4
    job = compile_paper(paper_of(Text(f"复测{char}")), NATIVE, FONTS)
    assert printed(job, NATIVE).errors == ()


@pytest.mark.parametrize(("left_over", "says"), [(b"", 2), (b"\x72", 0)])
def test_its_paper_status_is_sure_of_what_nobody_has_answered(left_over: bytes, says: int) -> None:
    neighbour = Neighbour(greeting=left_over, reads=False)
    neighbour.leave.set()
    printer = Network("127.0.0.1", neighbour.port, timeout=1)
    printer.open()
    assert neighbour.ended.wait(10)

    assert printer.paper_status() == says  # 2: plenty, 0: none
    printer.device.close()


def test_its_high_pictures_get_a_black_bar_when_they_are_centred() -> None:
    white = Image.new("1", (200, 1000), 255)
    printer = Dummy(profile="TM-T88II")
    printer.image(white, center=True)

    assert any(printer.output[8:][960 * 64 :])
    assert ink(raster_bytes([white])) == 0


def ink(data: bytes) -> int:
    pictures = [one.args[4:] for one in read_commands(data + b"\n")[0] if one.name == "raster"]
    return sum(byte.bit_count() for rows in pictures for byte in rows)


def test_a_picture_above_960_rows_is_printed_as_it_is() -> None:
    band = Image.effect_noise((576, 1000), 100).convert("1")
    paper = printed(raster_bytes([band]) + b"\x1dVB\x00", NATIVE)

    assert paper.errors == ()
    seen = Image.open(BytesIO(paper.png)).crop((32, 32, 608, 1032))
    assert seen.tobytes() == band.tobytes()


def test_its_cut_without_feeding_is_always_partial() -> None:
    printer = Dummy()
    printer.cut(mode="FULL", feed=False)

    assert printer.output == b"\x1dVB\x00"
    assert compile_paper(paper_of(Cut(full=True)), NATIVE, FONTS).endswith(b"\x1dVA\x00")


def test_its_serial_printers_have_no_flow_control_and_wait_for_ever_to_write() -> None:
    known = inspect.signature(Serial.__init__).parameters

    assert known["xonxoff"].default is False
    assert "rtscts" not in known
    assert "write_timeout" not in inspect.getsource(Serial)


def test_it_sends_a_label_in_many_pieces() -> None:
    pieces = []

    class Recorder(Dummy):  # type: ignore[misc]
        def _raw(self, msg: bytes) -> None:
            pieces.append(msg)

    printer = Recorder()
    for line in range(8):
        printer.set(bold=line == 0)
        printer.text(f"RT-2607-0012.{line}\n")
    printer.cut()

    assert len(pieces) > 2 * 8


def test_importing_its_printers_writes_a_folder() -> None:
    program = (
        "import os, sys, tempfile; tempfile.tempdir = sys.argv[1] = tempfile.mkdtemp();"
        "import {};"
        "sys.exit(len(os.listdir(sys.argv[1])))"
    )
    left = [
        subprocess.run([sys.executable, "-c", program.format(name), ""], check=False).returncode
        for name in ("escpos.escpos", "escpos.constants", "devices.compiler")
    ]
    assert left == [1, 0, 0]


def test_a_status_that_it_would_call_plenty_is_unknown_here() -> None:
    with a_simulated_printer() as twin:
        twin.mute()
        assert a_printer(twin).state().condition is Condition.UNKNOWN
