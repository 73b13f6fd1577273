"""Small honest papers: a lot label and a traveler as the floor uses them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from itertools import count

import zxingcpp
from PIL import Image

from devices.fonts import Fonts, package_fonts
from devices.paper import QR, Beside, Block, Code128, Cut, Pair, Paper, Rule, Table, Text
from devices.profile import Profile
from devices.sim import viewing
from devices.sim.page import PrintedPaper
from devices.sim.printer import SimulatedPrinter, simulated_printer
from devices.sim.reading import read_commands

NOON = datetime(2026, 7, 18, 4, 0, tzinfo=UTC)
LOT = "LRT26070012.1K"
SLIP = "SRT26070012.1-0037X"
FONTS = Fonts(*next(iter(package_fonts())))
BOTH_WIDTHS = (58, 80)
NATIVE = Profile(80, "native")
RASTER = Profile(80, "raster")
ZPL = Profile(language="zpl", proof="~HS")
TSPL = Profile(language="tspl", proof="none")
LABEL_PROFILES = [replace(one, paper_mm=mm) for one in (ZPL, TSPL) for mm in (58, 80)]
ALL_PROFILES = [Profile(58, "native"), Profile(58, "raster"), NATIVE, RASTER]

_numbers = count(1)


def a_lot_label(*, bars: bool = False) -> Paper:
    """The label on a tray: what it is, how many, where from; the code beside the number."""
    return Paper(
        title="标识卡 RT-2607-0012.1",
        blocks=(
            Beside(
                QR(LOT, module=6),
                (
                    Text("标识卡", bold=True),
                    Text("RT-2607-0012.1", 2, 2, bold=True),
                    Text("急件", 2, 2, bold=True),
                ),
            ),
            Rule(),
            Pair("客户", "深圳市华电通信设备有限公司"),
            Pair("产品", "主控板 MB-3200 V2.1"),
            Pair("工序", "复测 (第 2 次返修)"),
            Pair("数量", "240 PCS", bold=True, height=2),
            *((Code128(LOT),) if bars else ()),
            Cut(),
        ),
    )


def a_traveler(*, bars: bool = False) -> Paper:
    """The service form that travels with a lot, with the signatures of its way."""
    return Paper(
        title="售后服务表 RT-2607-0012.1",
        blocks=(
            Text("售后服务表", 2, 2, bold=True, align="center"),
            Text("QP-TPZ-002-01  A-2  1/1  受控", align="center"),
            Rule(double=True),
            Pair("退货批次", "RT-2607-0012"),
            Pair("子批", "RT-2607-0012.1", bold=True),
            Pair("客户", "深圳市华电通信设备有限公司"),
            Pair("产品", "主控板 MB-3200 V2.1"),
            Pair("投诉内容", "上电后无显示，部分板 5V 短路；客户要求 ≤ 3 天返回，温度 25℃ 复现"),
            Pair("交期", "2026-07-21"),
            Rule(),
            Table(
                columns=(8, 5, 14),
                head=("工序", "PCS", "签名 日/月"),
                rows=(
                    ("收货核数", "250", "周秀英 16/7"),
                    ("筛查", "250", "王小明 17/7"),
                    ("维修", "240", "欧阳建国 18/7"),
                ),
                align=("left", "right", "left"),
            ),
            Rule(),
            QR(SLIP, module=6),
            Text("交接 0037", align="center"),
            *((Code128(LOT),) if bars else ()),
            Text("以最后一次打印为准，重印件编号", align="center"),
            Cut(),
        ),
    )


def paper_of(*blocks: Block) -> Paper:
    return Paper(blocks=blocks)


def printed(data: bytes, profile: Profile) -> PrintedPaper:
    """What the strict simulated printer makes of one job's bytes, without a wire."""
    return viewing.printed(data, profile, FONTS)


def commands_in(data: bytes) -> list[str]:
    return [command.name for command in read_commands(data)[0]]


# What is printed, and so what a reader on the floor is set to: Codabar is found in anybody's bars.
SYMBOLOGIES = (
    zxingcpp.BarcodeFormat.Code128,
    zxingcpp.BarcodeFormat.QRCode,
    zxingcpp.BarcodeFormat.DataMatrix,
)


def decoded(png: bytes) -> list[str]:
    """Every code on a picture, read by an independent decoder."""
    picture = Image.open(BytesIO(png)).convert("L")
    return sorted(code.text for code in zxingcpp.read_barcodes(picture, SYMBOLOGIES))


@contextmanager
def a_simulated_printer(profile: Profile = NATIVE) -> Iterator[SimulatedPrinter]:
    twin = simulated_printer(f"twin-{next(_numbers)}", dots=profile.dots, language=profile.language)
    try:
        yield twin
    finally:
        twin.close()
