"""Chinese letters from the font inside the printer: GB18030 bytes between FS & and FS ."""

from devices.escpos import commands
from devices.layout import Line
from devices.profile import CodeSystem

TWO_BYTES = 2


def line_bytes(line: Line, code_system: CodeSystem = "gb18030") -> bytes | None:
    """Return the bytes of a line, or None when the printer's font may not have its characters.

    Every character has to be ASCII or exactly two GBK bytes (GB2312 where the font is that
    old); four-byte GB18030 characters print as junk. Size and weight are set and given back
    within the line.
    """
    if not all(_known(char, code_system) for char in line.text):
        return None
    text = line.text.encode("gb18030")
    if not line.text.isascii():
        text = commands.CHINESE_ON + text + commands.CHINESE_OFF
    if line.bold:
        text = commands.bold(True) + text + commands.bold(False)  # noqa: FBT003
    if (line.width, line.height) != (1, 1):
        text = commands.size(line.width, line.height) + text
        return text + commands.NEXT_LINE + commands.size(1, 1)
    return text + commands.NEXT_LINE


def _known(char: str, code_system: CodeSystem) -> bool:
    if char.isascii():
        return char.isprintable()
    if code_system == "none":
        return False
    try:
        coded = char.encode("gb2312" if code_system == "gb2312" else "gbk")
    except UnicodeEncodeError:
        return False
    return len(coded) == TWO_BYTES and coded == char.encode("gb18030")
