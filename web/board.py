"""The live status board: one page for the wall, which says how old its figures are."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Lock
from typing import Final, cast
from urllib.parse import urlencode

from flask import (
    Blueprint,
    Response,
    current_app,
    g,
    make_response,
    render_template,
    request,
    url_for,
)
from markupsafe import Markup

from terminal.queries.board import Board, Place
from terminal.queries.board import board as read_board
from terminal.queries.board_cards import Card
from terminal.queries.board_mark import board_mark, still
from terminal.queries.board_needs import Need, Pile
from web.context import LOCALES, set_look, site
from web.looks import LOOK, Look, Theme, look

bp = Blueprint("board", __name__)
ROWS: Final = 4
KINDS: Final = 6  # a panel that is less wide has room for more of them, board.css shows as many
MOST: Final = 20
GRIDS: Final = ((9, "nine"), (12, "twelve"), (10_000, "twenty"))
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
CLOCKED: Final = timedelta(hours=10)
TONES: Final = {
    "overdue": "bad", "refused": "bad", "disputed": "bad", "stopped": "bad", "held": "hold",
    "review": "hold", "waiting": "warn", "difference": "warn", "stray": "warn", "unsorted": "warn",
    "paperless": "warn", "late": "warn", "printing": "warn", "low": "warn",
}  # fmt: skip
DEVICES: Final = frozenset({"stopped", "low"})


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A step of the flow in words; `late` calls for a person."""

    step: str
    pieces: int | None
    note: str
    late: bool


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A station in words."""

    code: str
    state: str
    title: str
    step: str
    lot: str
    done: int
    total: int | None
    age: str
    why: str
    note: str


@dataclass(frozen=True, slots=True)
class ShownNeed:
    """Something that needs a person, in words."""

    tone: str
    title: str
    note: str
    age: str


@bp.get("/board")
def board() -> Response:
    """Show the board; a wall without a keyboard chooses its look in the address."""
    return _answer(whole=True)


@bp.get("/board/panel")
def panel() -> Response:
    """Show the board's figures again, or nothing when they are as the page has them."""
    return _answer(whole=False)


@dataclass(slots=True)
class Drawn:
    """The board as it was drawn last, for each look, under the mark of all that it shows.

    One request draws at a time: twenty walls that hear the same news cost one drawing.
    """

    panels: dict[Look, tuple[str, Markup]] = field(default_factory=dict)
    turn: Lock = field(default_factory=Lock)

    def panel(self, mark: str) -> Markup | None:
        """Return the panel of this look if it is the one with this mark."""
        kept, panel = self.panels.get(look(), ("", Markup()))
        return panel if kept == mark else None


def _drawn() -> Drawn:
    drawn: Drawn = current_app.extensions.setdefault("board", Drawn())
    return drawn


def _answer(*, whole: bool) -> Response:
    chosen, now, drawn = _choose_look(), still(site()), _drawn()
    with drawn.turn:
        with now.reading() as db:
            mark = f"{board_mark(now, db)}-{look().lang}-{look().theme}"
            if request.args.get("seen") == mark:
                return Response(status=204)
            if request.if_none_match.contains(mark):
                return Response(status=304, headers={"ETag": f'"{mark}"'})
            panel = drawn.panel(mark)
            found = None if panel else read_board(now, db)
        if found:
            panel = Markup(render_template("board_panel.html", mark=mark, **_facts(found)))  # noqa: S704
            drawn.panels[look()] = mark, panel
    address = _with(url_for("board.panel"), chosen)
    page = render_template("board.html", shown=panel, panel=address) if whole else panel
    response = make_response(page)
    response.set_etag(mark)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _choose_look() -> dict[str, str]:
    """Choose by cookie, or by `?language=en&theme=dark`; return what the address chose."""
    set_look()
    language, theme = request.args.get("language", ""), request.args.get("theme", "")
    chosen = {}
    now = look()
    if language in LOCALES:
        chosen["language"] = language
        now = Look(LOCALES[language], now.theme, now.timezone)
    if theme in {"light", "dark"}:
        chosen["theme"] = theme
        now = Look(now.locale, cast("Theme", theme), now.timezone)
    setattr(g, LOOK, now)
    return chosen


def _with(address: str, chosen: dict[str, str]) -> str:
    return f"{address}?{urlencode(chosen)}" if chosen else address


def _facts(found: Board) -> dict[str, object]:
    day = found.day
    return {
        "board": found,
        "title": " · ".join(found.lines) or _say("home.board"),
        "waited": span(found.waited),
        "first_pass": f"{100 * day.passed / day.retested:.1f}" if day.retested else "",
        "flow": [_place(place) for place in found.flow],
        "cards": [_card(card) for card in _fitting(found.cards)],
        "grid": next(name for most, name in GRIDS if len(found.cards) <= most),
        "rows": list(_rows(found.piles)),
        "total": sum(pile.count for pile in found.piles),
    }


def _fitting(cards: tuple[Card, ...]) -> list[Card]:
    """Keep the cards that a wall can show: those that need somebody before those that are quiet."""
    ranked = sorted(cards, key=lambda card: (card.state not in TONES, card.state != "run"))
    kept = set(map(id, ranked[:MOST]))
    return [card for card in cards if id(card) in kept]


def _say(key: str, **facts: object) -> str:
    return site().words.say(look().locale, key, **facts)


def span(age: timedelta | None) -> str:
    """Write an age for the wall: 18 minutes, 5:20 hours, 21 hours, 3 days."""
    if age is None:
        return "—"
    minutes = int(age.total_seconds()) // 60
    if HOUR <= age < CLOCKED:
        return f"{minutes // 60}:{minutes % 60:02}"
    return site().words.duration(look().locale, age)


def clock_span(age: timedelta | None) -> str:
    """Write an age below a day as hours and minutes, 0:25."""
    if age is None or age >= DAY:
        return span(age)
    minutes = max(0, int(age.total_seconds()) // 60)
    return f"{minutes // 60}:{minutes % 60:02}"


def _place(place: Place) -> ShownPlace:
    note = "—"
    if place.lots:
        note = _say("board.lots-age", lots=place.lots, oldest=clock_span(place.oldest))
    return ShownPlace(place.step, place.pieces, note, place.overdue > 0)


def _card(card: Card) -> ShownCard:
    needed = card.state in TONES
    title, why, note = _say(f"board.{card.state}"), "", ""
    if card.state in DEVICES and card.codes:
        title = _say(f"condition.{card.codes[0]}")
    if needed:
        codes = "" if card.state in DEVICES else _codes(card.state, card.codes)
        why = " · ".join(filter(None, (short(card.lot), codes)))
    elif card.coming:
        note = _say("board.coming", count=card.coming)
    return ShownCard(
        code=card.code,
        state=TONES.get(card.state, card.state),
        title=title,
        step=card.step,
        lot=card.lot,
        done=card.done,
        total=card.total,
        age=span(card.age),
        why=why,
        note=note,
    )


def _rows(piles: tuple[Pile, ...]) -> Iterator[ShownNeed]:
    """Show everything while it fits; else the oldest of each kind and how many more there are."""
    if sum(pile.count for pile in piles) <= ROWS:
        yield from (_need(pile.kind, need) for pile in piles for need in pile.oldest)
        return
    for pile in piles[:KINDS]:
        yield _need(pile.kind, pile.oldest[0], pile.count - 1)


def _need(kind: str, need: Need, more: int = 0) -> ShownNeed:
    title = _say(f"board.need.{kind}", about=short(need.about))
    asked = need.team or (_say(f"role.{need.role}") if need.role else "")
    asked = _say("board.ask", who=asked) if asked else need.station
    parts = [_codes(kind, need.codes), asked]
    return ShownNeed(
        TONES[kind],
        _say("board.and-more", title=title, count=more) if more else title,
        " · ".join(filter(None, parts)),
        span(need.age),
    )


def _codes(kind: str, codes: tuple[str, ...]) -> str:
    """Say the codes of a need in the words of their own family."""
    if kind == "waiting":
        return " → ".join(_say(f"step.{code}") for code in codes)
    family = {
        "overdue": "step.", "refused": "refusal.", "stopped": "condition.", "low": "condition.",
        "difference": "board.unsigned.", "printing": "paper.",
    }.get(kind, "refusal.")  # fmt: skip
    return " · ".join(_say(family + code) for code in codes)


def short(number: str) -> str:
    """Return a lot number as people on one floor call it: 0406.1 for RT-2611-0406.1."""
    return number.rpartition("-")[2] if "." in number else number
