"""What somebody types and has not signed yet: kept at his desk until it is signed."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from domain.access import Act
from domain.errors import BadField
from domain.events import Submission, canonical_json
from domain.people import Desk, Draft
from terminal.actions.badges import TAPPED
from terminal.actions.import_table import SENT
from terminal.acts import RECORDED
from terminal.desk.desks import at_desk
from terminal.desk.waybills import keep_scanned
from terminal.proposals import LABELS
from terminal.queries.sorting import SORTING
from terminal.queries.weighing import MARK
from terminal.shifts import TICKS
from terminal.site import Site
from terminal.transaction import Action, Transaction

# What is signed beside a count must not cost the count: only its own draft is used up.
BESIDE: Final = frozenset({*RECORDED, Act.REGISTER_ANOMALY, Act.HOLD, Act.RELEASE})
# One form, two acts: a cart on which nothing is counted anew is a record. What was chosen in the
# list of papers is done with as soon as something was done about it.
FORM_OF: Final = MappingProxyType({
    "load-cart": "offer-cart", "cancel-print": "queue", "move-print": "queue",
    "retry-print": "queue", "move-prints": "queue",
})  # fmt: skip
# A list of a shift and its ticks are used up by their own signature and by no other.
ALSO: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {Act.GIVE_SHIFT: (TICKS,), Act.TAKE_SHIFT: (TICKS,)}
)
# Who has miscounted counts again; the papers that he has checked are still checked.
FIGURES: Final = frozenset({"count", MARK, "aid-box", "aid-rest", "aid-panel", "counting"})

# What the service has looked through and keeps itself; no form writes it.
LATE: Final = "late-on"
REPORT: Final = "register-serials"
KEPT: Final = frozenset({SENT, TAPPED, TICKS, LATE, SORTING, REPORT, *LABELS.values()})
OF_LOTS: Final = ("lots.", "aid-box.", "aid-rest.", "aid-panel.", "counting.")


def save(
    site: Site, station: str, lot: str, act: str, fields: Mapping[str, str], *, key: str = ""
) -> None:
    """Keep what somebody has typed for a lot, so that an unfinished count survives.

    A draft that comes after its own form was signed (`key` is the form's nonce) is dropped. Raises
    `BadField` for what only the service itself keeps at a desk.
    """
    if act in KEPT:
        raise BadField(field="act", value=act[:40])
    with at_desk(site, station) as (tx, _):
        if not key or tx.db.get(Submission, key) is None:
            write(tx, station, lot, act, fields)


def write(tx: Transaction, station: str, lot: str, act: str, fields: Mapping[str, str]) -> None:
    """Keep a form as it was typed, or chosen by a scan, within a transaction at its desk."""
    draft = tx.db.query(Draft).filter_by(station=station, lot=lot, act=act).one_or_none()
    if draft is None:
        draft = Draft(station=station, lot=lot, act=act, fields="", saved_at=tx.at)
        tx.db.add(draft)
    draft.fields, draft.saved_at = canonical_json(keep_scanned(draft, fields, tx.at)), tx.at


def use_up(tx: Transaction, desk: Desk, action: Action, result: str) -> None:
    """Forget what was typed for an act that is done now; after a wrong count only its figures."""
    if result == "cart-differs":
        _forget_counts(tx, desk)
        return
    lot = getattr(action, "lot", "")
    drafts = tx.db.query(Draft).filter(
        Draft.station == desk.station, Draft.lot.in_({lot, desk.lot})
    )
    if result == "shift-count-again":
        return  # the act itself has taken off the figures that were wrong
    if result == "count-again":
        for draft in drafts:
            kept = {
                name: text for name, text in json.loads(draft.fields).items() if name not in FIGURES
            }
            draft.fields = canonical_json(kept)
        return
    if action.act not in ALSO:
        drafts = drafts.filter(Draft.act.not_in({TICKS, *ALSO}))
    if action.act in BESIDE or not lot:
        form = FORM_OF.get(action.act, action.act)
        beside = LABELS.get(action.act, form)
        drafts = drafts.filter(Draft.act.in_({form, beside, *ALSO.get(action.act, ())}))
    drafts.delete(synchronize_session=False)


def _forget_counts(tx: Transaction, desk: Desk) -> None:
    """Let the counts of a cart be made anew; the papers that were checked are still checked."""
    for draft in tx.db.query(Draft).filter_by(station=desk.station, lot="", act="receive-cart"):
        kept = json.loads(draft.fields).items()
        draft.fields = canonical_json({n: t for n, t in kept if not n.startswith(OF_LOTS)})
