"""A factory without discipline: pallets that are sorted too far, and what does not come out."""

from hypothesis import strategies as st
from sqlalchemy import select

from domain.codes import Code, CodeKind
from domain.receipt import ReturnReceipt
from terminal.desk.scans import scan
from tests.floor import BOSS, PACKER, SALES, SALES_HEAD
from tests.terminal.handovers import OFTEN, PICK, STATIONS, deed
from tests.terminal.hands import FORMS
from tests.terminal.office_day import OfficeDay

MR = {"customer": "MR", "product": "MR-PWR-240", "complaint": "无输出"}
HK = {"customer": "HK", "product": "PCBA-HK7-R3.2", "complaint": "无显示"}


class IntakeDay(OfficeDay):
    """Fourteen people, nine stations, and deliveries that nobody has sorted."""

    def receipts(self) -> list[ReturnReceipt]:
        with self.hands.floor.site.reading() as db:
            return list(db.scalars(select(ReturnReceipt).order_by(ReturnReceipt.id)))

    def sorts(self, receipt: str, pieces: int, **goods: str) -> None:
        self.hands.do(SALES, "SALES-1", "book-in", declared=pieces, counted=pieces,
                      receipt=receipt, **goods)  # fmt: skip

    @deed(total=st.integers(3, 9), taken=st.integers(1, 4), place=STATIONS, void=OFTEN)
    def a_pallet_is_sorted(self, total: int, taken: int, place: str, *, void: bool) -> None:
        """Counted, sorted too far, settled by this one and that one, or taken back."""
        self.hands.do(SALES, "SALES-1", "book-receipt", customer="MR", boxes=1, total=total)
        receipt = self.receipts()[-1]
        number = receipt.number
        scan(self.hands.floor.site, place, str(Code(CodeKind.RECEIPT, number)))
        if not scan(self.hands.floor.site, "RECV-1", str(Code(CodeKind.RECEIPT, number))):
            self.hands.reached.codes.add("receipt-elsewhere")
        if not void:
            self.settle(number, SALES, 0, way="void")
        self.sorts(number, taken, **HK)
        self.sorts(number, total + 1, **MR)
        self.sorts(number, min(taken, total), **MR)
        self.settle(number, SALES, 0, way="void")
        self.settle(number, SALES, 0)

    @deed(pick=PICK, left=st.integers(0, 2), who=st.sampled_from([SALES, SALES_HEAD, BOSS]))
    def a_pallet_does_not_come_out(self, pick: int, left: int, who: str) -> None:
        found = self.receipts()
        number = found[pick % len(found)].number if found else "RT-2611-R0099"
        self.settle(number, who, left)
        self.settle(number, SALES_HEAD, 0)
        self.sorts(number, 1, **MR)

    def settle(self, receipt: str, who: str, left: int, way: str = "settle") -> None:
        versions = {one.number: one.version for one in self.receipts()}
        for version in (versions.get(receipt, 0) + 1, versions.get(receipt, 0)):
            self.hands.do(who, "SALES-1", "settle-receipt", receipt=receipt, version=version,
                          way=way, left=left, reason="客户少发")  # fmt: skip

    @deed(came=st.integers(1, 3), told=st.integers(0, 3))
    def accessories_come_along(self, came: int, told: int) -> None:
        """The packer forgets them, then counts what he finds; what is there goes back."""
        answer = self.hands.do(SALES, "SALES-1", "book-in", counted=3, declared=3,
                               accessories={"电源线": came}, **HK)  # fmt: skip
        lot = str(answer["lot"]) if answer else ""
        self.hands.do(PACKER, "RECV-1", "receive", lot=lot, count=3, forms=FORMS)
        for named in ({}, {"电源线": 1000}, {"电源线": told % 2}):
            self.hands.do(PACKER, "RECV-1", "decide", lot=lot, counts={"counted": 3},
                          accessories=named)  # fmt: skip

    @deed(pieces=st.integers(1, 9), declared=st.integers(1, 9), late=OFTEN)
    def goods_come_before_their_paper(self, pieces: int, declared: int, *, late: bool) -> None:
        """Nobody receives them before Sales has told what the paper says; told once."""
        goods = {name: HK[name] for name in ("customer", "product")}
        answer = self.hands.do(SALES, "SALES-1", "book-in", counted=pieces, paper_follows=True,
                               **goods)  # fmt: skip
        assert answer, "Sales can always book in"
        for _ in range(1 + late):
            self.hands.do(PACKER, "RECV-1", "receive", lot=str(answer["lot"]), count=pieces,
                          forms=FORMS)  # fmt: skip
            self.hands.do(SALES, "SALES-1", "tell-details", batch=str(answer["batch"]),
                          complaint="无显示", declared=declared)  # fmt: skip
