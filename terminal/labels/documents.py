"""Every document that we print on thermal paper, with the facts that its layout may use.

This is the reference: docs/labels.md prints it, a layout is checked against it, and the functions
in `terminal/papers*.py` fill it.
"""

from types import MappingProxyType
from typing import Final

from domain.printing import Document
from terminal.labels.fields import Declaration, Field, code, flag, rows, texts

LONGEST_LOT: Final = "LABCDEF-2611-123456.1234K"
LONGEST_SLIP: Final = "SABCDEF-2611-123456.1234/12345K"

LOT_CODE: Final = code("the lot's code, as our readers know it", LONGEST_LOT)
BATCH: Final = texts(
    batch="number of the return batch: RT-2611-0001",
    customer="the customer's name",
    customer_code="the customer's code in the register",
    product="the product's name",
    product_code="the product's code in the register",
    part_number="the customer's own part number, where he has one",
    rma="the customer's own number of the return, where he gave one",
    complaint="what the customer complains about",
    due="the promised day, once there is one: 2026-11-24",
    rush=flag("the batch is a rush"),
)
AT: Final[dict[str, Field]] = texts(at="date and time of the paper: 2026-11-20 14:32:07")
STAMP: Final = "who, and the day: 王小明 18/7"

LOT_LABEL: Final = Declaration(
    "lot-label", Document.LOT_LABEL, "label", "the label 标识卡 of a lot", {
        **texts(
            code=LOT_CODE,
            lot="number of the lot: RT-2611-0001.1",
            step="the step at which the lot is",
            round="which repair it is, in words; empty before the first one has ended",
            quantity="pieces in the lot; empty where labels are blind (`blind_labels`)",
        ), **BATCH, **AT,
    }, must=("code", "lot"), by_product=True,
)  # fmt: skip
OQC_LABEL: Final = Declaration(
    "oqc-label", Document.OQC_LABEL, "label", "the label of what passed OQC", {
        **texts(
            code=LOT_CODE,
            lot="number of the lot",
            quantity="pieces that passed",
            inspector="who inspected",
            day="the day of the inspection: 18/7",
        ), **BATCH, **AT,
    }, must=("code", "lot", "inspector", "quantity"), by_product=True,
)  # fmt: skip
BOX_LABEL: Final = Declaration(
    "box-label", Document.BOX_LABEL, "label", "the label of one box", {
        **texts(
            code=LOT_CODE,
            lot="number of the lot",
            box="which box of how many, in words: 箱 1/5",
            number="which box: 1",
            boxes="how many boxes the lot has: 5",
            quantity="pieces in this box",
        ), **BATCH, **AT,
    }, must=("code", "lot", "quantity"), by_product=True,
)  # fmt: skip
REPAIR_TAG: Final = Declaration(
    "repair-tag", Document.REPAIR_TAG, "label", "the repair tag 维修标签", {
        **texts(
            code=LOT_CODE,
            lot="number of the lot",
            done=flag("the tag comes from the bench; else it goes there"),
            round="which repair it is for who works on it next, in words",
            verdict="what the verdict said",
            told=flag("there are faults or a note"),
            faults=rows("kinds of faults, each once; never how many pieces",
                        what="the defect, or the cause and what was done",
                        where="where it was and which parts; may be empty"),
            note="what the verdict noted besides",
            giver_step="the step that gives",
            giver=STAMP,
        ), **BATCH, **AT,
    }, must=("code", "lot", "round"),
)  # fmt: skip
PIECE_TAG: Final = Declaration(
    "piece-tag", Document.PIECE_TAG, "label", "the tag of a piece (补码)", {
        **texts(
            code=code("the tag's number, as a reader gives it", "ABCDEF-2611-123456-T1234"),
            number="number of the tag",
            short="the last part of the number, to be read from afar",
            reason="why the serial cannot be read",
            signer="who tagged it",
            day="the day: 18/7",
        ), **BATCH, **AT,
    }, must=("code", "number"),
)  # fmt: skip
TRAVELER: Final = Declaration(
    "traveler", Document.TRAVELER, "slip", "the service form 售后服务表 of a lot", {
        **texts(
            code=code("the slip's code: the lot and its last hand-over", LONGEST_SLIP),
            lot="number of the lot",
            target="the step to which it is offered; empty while it is with its owner",
            handover="number of the last hand-over",
            round="which repair it is, in words",
            demand="what he wants; may be empty",
            accessories="what came along: names, and counts only after the packer's own",
            declared="declared / counted; dashes before the first receiver has counted",
            signatures=rows("every signature of its pieces so far; the offer it travels "
                            "with is not among them",
                            said="step and what was signed",
                            count="pieces, or a dash",
                            signed=STAMP + ", marked where it was entered late"),
            log="number and seal of the last event, to prove the log against",
        ), **BATCH, **AT,
    }, must=("code", "lot", "complaint", "signatures", "log"),
)  # fmt: skip
RECEIPT: Final = Declaration(
    "receipt", Document.RECEIPT, "slip", "the receipt of a hand-over", {
        **texts(
            lot="number of the lot",
            handover="number of the hand-over",
            giver_step="the step that gave",
            giver=STAMP,
            receiver_step="the step that received",
            receiver=STAMP,
            quantity="pieces that were received",
            difference="how many more (+) or fewer (-) than offered; empty for none",
        ), **BATCH, **AT,
    }, must=("lot", "giver", "receiver", "quantity"),
)  # fmt: skip
REFUSAL: Final = Declaration(
    "refusal", Document.REFUSAL, "slip", "the refusal slip (K-17)", {
        **texts(
            lot="number of the lot",
            handover="number of the hand-over",
            reasons=rows("the coded reasons", reason="one reason"),
            note="what was noted besides",
            giver_step="the step that gave",
            giver=STAMP,
            receiver_step="the step that refused",
            receiver=STAMP,
        ), **BATCH, **AT,
    }, must=("lot", "reasons", "giver", "receiver"),
)  # fmt: skip
CART_LIST: Final = Declaration(
    "cart-list", Document.CART_LIST, "slip", "the list of a cart 交接清单", {
        **texts(
            code=code("the cart's code", "WABCDEF-2611-W123456K"),
            cart="number of the cart",
            target="the step to which it goes",
            loaded="how many lots are on it, in words",
            lots=rows("the lots; never how many pieces",
                      lot="number of the lot", product="the product's name"),
            giver=STAMP,
        ), **AT,
    }, must=("code", "cart", "lots", "giver"),
)  # fmt: skip
CART_RECEIPT: Final = Declaration(
    "cart-receipt", Document.RECEIPT, "slip", "one receipt for lots of a cart", {
        **texts(
            cart="number of the cart",
            lots=rows("the lots that were received", lot="number of the lot",
                      handover="number of the hand-over", count="pieces"),
            quantity="pieces of all lots",
            giver=STAMP,
            receiver_step="the step that received",
            receiver=STAMP,
        ), **AT,
    }, must=("cart", "lots", "giver", "receiver", "quantity"),
)  # fmt: skip
SHIFT_LIST: Final = Declaration(
    "shift-list", Document.SHIFT_LIST, "slip", "the list of a change of shift", {
        **texts(
            list="number of the list",
            station="code of the station",
            station_name="its name",
            lots=rows("the lots on the bench", lot="number of the lot",
                      count="pieces as counted; a dash where nothing was opened",
                      state="what became of it"),
            giver=STAMP,
            receiver=STAMP,
        ), **AT,
    }, must=("list", "lots", "giver", "receiver"),
)  # fmt: skip
RETURN_RECEIPT: Final = Declaration(
    "return-receipt", Document.RETURN_RECEIPT, "slip", "the sheet of a pallet", {
        **texts(
            code=code("the receipt's code", "RABCDEF-2611-R123456K"),
            number="number of the return receipt",
            customer="the customer's name",
            boxes="how many boxes came; the pieces are no field (K-16)",
            carrier="who brought it; may be empty",
            waybill="number of the waybill; may be empty",
            counted_by="who counted",
            day="the day: 18/7",
        ), **AT,
    }, must=("code", "number", "boxes", "counted_by"),
)  # fmt: skip
BADGE: Final = Declaration(
    "badge", Document.BADGE, "label", "a person's badge", {
        **texts(
            code=code("the badge's code", "BABCDEFGHK"),
            name="the person's name",
            number="the person's number",
            printed="when it was printed, in words",
        ), **AT,
    }, must=("code", "name", "number"),
)  # fmt: skip
BLANK_SLIP: Final = Declaration(
    "blank-slip", Document.BLANK_SLIP, "slip", "a slip for an outage", {
        **texts(
            code=code("the slip's code", "NABCDEF-B123456/123K"),
            number="number of the slip in its book",
        ),
    }, must=("code", "number"),
)  # fmt: skip
COMMAND_SHEET: Final = Declaration(
    "command-sheet", Document.COMMAND_SHEET, "slip", "a station's codes 操作码表", {
        **texts(
            group="what the codes of this piece of paper are for",
            how="how they are scanned, where that has to be said",
            station="code of the station",
            station_name="its name",
            commands=rows("what a scan does there",
                          command=code("the command's code", "CABCDEFGHIJKLK"),
                          word="what it does", detail="what that means"),
        ),
    }, must=("station", "commands", "command", "word"),
)  # fmt: skip

DOCUMENTS: Final = MappingProxyType({
    one.name: one
    for one in (
        LOT_LABEL, OQC_LABEL, BOX_LABEL, REPAIR_TAG, PIECE_TAG, TRAVELER, RECEIPT, REFUSAL,
        CART_LIST, CART_RECEIPT, SHIFT_LIST, RETURN_RECEIPT, BADGE, BLANK_SLIP, COMMAND_SHEET,
    )
})  # fmt: skip
