"""The test page of a printer: how wide and how dark it prints, its letters, a code to scan back."""

from devices.paper import (
    LONGEST_CODE128,
    QR,
    Beside,
    Block,
    Code128,
    Cut,
    DataMatrix,
    Pair,
    Paper,
    Rule,
    Text,
)
from devices.ruler import ROW, SCALE, STEPS, greys, ruler
from domain.codes import Code, CodeKind, is_code
from domain.printing import Document, PrinterCare, PrintJob
from terminal.calibration import calibrated
from terminal.printers import PrinterAddress
from terminal.transaction import Transaction
from terminal.words.moments import full
from terminal.writing import Writer

WIDE_MM = 80
DOTS_A_MM = 8


def code_of_printer(code: str) -> str:
    """Return what the bar code of a printer carries; empty where its name has other letters."""
    payload = code.upper()
    fits = is_code(CodeKind.PRINTER, payload)
    return str(Code(CodeKind.PRINTER, payload)) if fits else ""


def owe_test_page(tx: Transaction, printer: PrinterAddress, care: PrinterCare) -> None:
    """Owe a printer its test page, whoever's printer it is."""
    write = Writer(tx, Document.TEST_PAGE)
    blocks = (
        _on_labels(tx, printer)
        if printer.profile.label_mm
        else [
            *_head(tx, write, printer, care),
            *_codes(write, printer, code_of_printer(printer.code)),
            Text(write.say("paper.test.width"), bold=True),
            ruler(printer.profile.dots),
            Text(write.say("paper.test.darkness"), bold=True),
            greys(printer.profile.dots),
            *_letters(write),
            Cut(),
        ]
    )
    paper = Paper(title=f"{write.say('paper.test-page')} {printer.code}", blocks=tuple(blocks))
    tx.jobs.append(
        PrintJob(
            printer=printer.code,
            document=Document.TEST_PAGE,
            paper=paper.to_json(),
            queued_at=tx.at,
        )
    )
    tx.tell("print", printer.code)


def _head(
    tx: Transaction, write: Writer, printer: PrinterAddress, care: PrinterCare
) -> list[Block]:
    profile = printer.profile
    now = calibrated(profile, Document.LOT_LABEL, care)
    sign = "+" if now.darkness > 0 else ""
    return [
        Text(write.say("paper.test-page"), 2, 2, bold=True, align="center"),
        Text(printer.code, 1, 2, bold=True, align="center"),
        Pair(write.say("paper.test.at"), f"{tx.station} {full(tx.at, tx.site.settings.timezone)}"),
        Pair(write.say("paper.test.by"), tx.signed_name),
        Pair(
            write.say("paper.test.profile"),
            f"{profile.paper_mm} mm {profile.language} {profile.text} {profile.proof}",
        ),
        Pair(write.say("paper.test.set"), f"{now.dots} / {sign}{now.darkness}"),
        Rule(),
    ]


def _codes(write: Writer, printer: PrinterAddress, code: str) -> list[Block]:
    if not code:
        return [Text(write.say("paper.test.no-code"))]
    lines = (Text(write.say("paper.test.scan"), bold=True), Text(write.say("paper.test.sample")))
    wide = printer.paper_mm >= WIDE_MM and len(code) <= LONGEST_CODE128
    bars = (Code128(code),) if wide else ()
    matrix = Beside(DataMatrix(code), (Text("Data Matrix"), Text(code)))
    return [Beside(QR(code), lines), matrix, *bars, Rule()]


def _letters(write: Writer) -> list[Block]:
    sample = write.say("paper.test.letters")
    return [
        Text(sample),
        Text(sample, bold=True),
        Text(sample, 1, 2),
        Text(sample, 2, 1),
        Text(sample, 2, 2, bold=True),
        Rule(double=True),
    ]


def _on_labels(tx: Transaction, printer: PrinterAddress) -> list[Block]:
    """Return the same in pieces that fit on die-cut labels: name and code, ruler, grey steps."""
    room = (printer.profile.label_mm or 0) * DOTS_A_MM
    rows = max(1, min(STEPS, (room - SCALE) // ROW))
    stamp = f"{tx.station} {full(tx.at, tx.site.settings.timezone)}"
    lines = (Text(printer.code, bold=True), Text(stamp))
    code = code_of_printer(printer.code)
    head: Block = Beside(DataMatrix(code, module=4), lines) if code else lines[0]
    dots = printer.profile.dots
    return [head, Cut(), ruler(dots, rows), Cut(), greys(dots), Cut()]
