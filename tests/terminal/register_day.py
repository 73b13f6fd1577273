"""A factory without discipline: customers, products and codes change while people work."""

from hypothesis import strategies as st

from terminal.actions.import_table import SENT
from terminal.desk import drafts
from terminal.desk.desks import at_desk
from terminal.registers.changing import changed, digest, keep_rows
from terminal.registers.rows import CustomerRow
from terminal.registers.tables import TABLES
from tests.floor import ADMIN, SALES
from tests.terminal.handovers import OFTEN, deed
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
