"""A factory without discipline: customers, products and codes change while people work."""

from hypothesis import strategies as st
from sqlalchemy import select

from domain.events import Event
from terminal.actions.import_table import SENT
from terminal.desk import drafts
from terminal.desk.desks import at_desk, open_view
from terminal.desk.labels import take_over, undo
from terminal.desk.scans import scan
from terminal.registers.changing import changed, digest, keep_rows
from terminal.registers.rows import CustomerRow
from terminal.registers.tables import TABLES
from tests.floor import ADMIN, SALES
from tests.terminal.handovers import OFTEN, deed
from tests.terminal.labels_day import BOX, HOLDS
from tests.terminal.office_day import OFFICE, OfficeDay


class RegisterDay(OfficeDay):
    """Fourteen people, nine stations, and registers that nobody leaves alone."""

    @deed(code=st.sampled_from(["ZX", "YY"]), known=OFTEN)
    def registers_change(self, code: str, *, known: bool) -> None:
        """A customer with a product comes, is retired, and comes back; codes change their words."""
        do = self.hands.do
        for seen in ("", "", "old"):
            do(SALES, OFFICE, "save-customer", code=code, name="中兴微", seen=seen)
        do(SALES, OFFICE, "save-product", code=f"{code}-1", name="主板",
           customer=code if known else "moon")  # fmt: skip
        do(ADMIN, OFFICE, "save-term", kind="defect", code=code, zh="翘脚", en="Lifted")
        for retired in (True, True, False):
            do(ADMIN, OFFICE, "retire", register="customer", entry=code, retired=retired)
            do(SALES, "SALES-1", "book-in", customer=code, product=f"{code}-1",
               complaint="无显示", declared=1, counted=1)  # fmt: skip

    @deed(code=st.sampled_from("ab"))
    def a_label_is_taught_and_scanned(self, code: str) -> None:
        """A customer's label is taught, under another name too, and scanned again and again."""
        site = self.hands.floor.site
        holds = {f"holds.{n}": one for n, one in enumerate(HOLDS)}
        told = {"customer": "MR", "sample": BOX, "separator": "semicolon", "prefix.2": "4"}
        for prefix in ("9", "1"):
            self.hands.do(SALES, OFFICE, "save-format", name=code, **told, **holds,
                          **{"prefix.1": prefix})  # fmt: skip
        self.hands.do(SALES, OFFICE, "save-format", name=f"{code}2", **told,
                      **{"holds.0": "lot"})  # fmt: skip
        open_view(site, "SALES-1", "intake")
        for label in (BOX, BOX, BOX.replace("MR-4711", "DS-1").replace("BOX-1", ""), "[)>06Q5"):
            if not scan(site, "SALES-1", label):
                self.refused()
        take_over(site, "SALES-1", "book-in")
        undo(site, "SALES-1", "book-in")

    def refused(self) -> None:
        """Note which rule said no to the last scan."""
        with self.hands.floor.site.reading() as db:
            last = db.scalars(select(Event).order_by(Event.number.desc()).limit(1)).one()
            self.hands.reached.codes.add(str(last.facts["code"]))

    @deed(limit=st.sampled_from(["2", "3"]))
    def a_figure_is_set(self, limit: str) -> None:
        for seen in ("2", "3", "x"):
            self.administer("set-figure", figure="round_limit", value=limit, seen=seen)
        self.administer("set-figure", figure="round_limit", value="2", seen=limit)

    @deed(name=st.sampled_from(["华康", "华康电子"]))
    def a_table_comes_in(self, name: str) -> None:
        """A table waits at the desk; it is signed as it was shown, once, or not at all."""
        site = self.hands.floor.site
        rows = [(2, CustomerRow("HK", name)), (3, CustomerRow("T-1", name))]
        fields = {"table": "customer", "file": "a.csv", "rows": keep_rows(rows)}
        with at_desk(site, OFFICE) as (tx, _):
            drafts.write(tx, OFFICE, "", SENT, fields)
        with site.reading() as db:
            shown = digest(changed(site, db, TABLES["customer"], rows))
        for mark in ("x", shown, shown):
            self.administer("import-table", table="customer", digest=mark)
