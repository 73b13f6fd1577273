"""The picture of a batch: where its lots parted, also after some of them have left."""

from terminal.queries.batch import batch_view
from tests.floor import INSPECTOR, LEADER, PACKER, REPAIRER, SALES, TESTER, Floor
from tests.web.steps import register_anomaly


def test_lots_part_where_they_were_split_even_after_one_has_shipped(floor: Floor) -> None:
    lot = floor.at_screening(20)
    register_anomaly(floor, lot, 8)
    counts = {"seen": 8, "unseen": 12}
    parts = floor.decide(LEADER, "SCREEN-1", lot, counts=counts, defects={"bridge": 8})

    ship_after_repair(floor, parts["unseen"], 12)

    with floor.site.reading() as db:
        tree = batch_view(floor.site, db, lot.partition(".")[0]).tree
    (split,) = [edge for edge in tree.edges if edge.kind == "split"]
    assert split.source.place == "screening"
    assert split.target.column == split.source.column + 1


def ship_after_repair(floor: Floor, lot: str, pieces: int) -> None:
    floor.receive(REPAIRER, "REPAIR-1", lot, pieces, on_time=True)
    floor.repair(lot, pieces)
    floor.decide(REPAIRER, "REPAIR-1", lot, counts={"repaired": pieces})
    floor.receive(TESTER, "RETEST-1", lot, pieces)
    floor.decide(TESTER, "RETEST-1", lot, counts={"retest-passed": pieces})
    floor.receive(INSPECTOR, "OQC-1", lot, pieces)
    floor.decide(INSPECTOR, "OQC-1", lot, counts={"oqc-passed": pieces})
    floor.receive(PACKER, "PACK-1", lot, pieces)
    floor.decide(PACKER, "PACK-1", lot, counts={"packed": pieces}, boxes=(pieces,))
    floor.receive(SALES, "SALES-1", lot, pieces)
    floor.act(
        SALES, "SALES-1", "ship", pin=True, lot=lot, quantity=pieces,
        waybill="SF2000118000157", recipient="华康电子",
    )  # fmt: skip
