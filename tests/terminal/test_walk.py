"""A lot on its way from intake to the customer, step by step."""

from tests.floor import INSPECTOR, PACKER, SALES, Floor


def test_a_lot_goes_from_intake_to_the_customer(floor: Floor) -> None:
    lot = floor.at_oqc(50)
    floor.decide(INSPECTOR, "OQC-1", lot, counts={"oqc-passed": 50})
    floor.receive(PACKER, "PACK-1", lot, 50)
    floor.decide(PACKER, "PACK-1", lot, counts={"packed": 50}, boxes=(20, 20, 10))
    floor.receive(SALES, "SALES-1", lot, 50)
    shipped = floor.act(
        SALES, "SALES-1", "ship", pin=True, lot=lot, quantity=50, waybill="SF1", recipient="华康"
    )

    assert shipped["order"] == f"{lot.partition('.')[0]}-S1"
    assert floor.balances(lot.partition(".")[0]) == {"customer": -50, "shipped": 50}
