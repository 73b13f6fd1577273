"""What is said on the floor: numbers, quantities, signatures and times."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from terminal.words import LOCALES, Locale, Words, moments

WORDS = Words.load()
NOON = datetime(2026, 11, 20, 6, 32, 7, tzinfo=UTC)


def test_a_sentence_takes_its_facts() -> None:
    said = WORDS.say("zh_Hans_CN", "scan.elsewhere", lot="RT-2611-0431.1", step="收货核数")
    assert said == "不能做：RT-2611-0431.1 还在「收货核数」"


def test_a_quantity_has_its_unit() -> None:
    assert WORDS.quantity("zh_Hans_CN", 1200) == "1,200 片"
    assert WORDS.quantity("en", 240) == "240 pcs"


@given(st.integers(-(10**9), 10**9), st.sampled_from(LOCALES))
def test_a_number_is_grouped_as_its_language_says(number: int, locale: Locale) -> None:
    written = format_decimal(number, locale=locale).replace("-", "−")
    assert WORDS.number(locale, number) == written


def test_one_lot_is_no_lots_in_english() -> None:
    assert [WORDS.say("en", "unit.lots", count=count) for count in (0, 1, 2)] == [
        "0 lots", "1 lot", "2 lots",
    ]  # fmt: skip
    assert WORDS.quantity("en", 1) == "1 pc"
    assert WORDS.say("zh_Hans_CN", "unit.lots", count=1) == "1 批"


def test_a_shortage_has_a_true_minus_sign() -> None:
    said = WORDS.say("zh_Hans_CN", "sign.difference", difference=-1)
    assert said == "签名：数量差异 −1 片"


def test_a_signature_is_written_as_name_day_month() -> None:
    assert WORDS.stamp("王小梅", datetime(2026, 7, 18, 1, tzinfo=UTC)) == "王小梅 18/7"


def test_a_signature_after_local_midnight_bears_the_new_day() -> None:
    assert WORDS.stamp("王小梅", datetime(2026, 7, 18, 16, 1, tzinfo=UTC)) == "王小梅 19/7"


def test_a_moment_is_local() -> None:
    assert moments.full(NOON) == "2026-11-20 14:32:07"
    assert moments.short(NOON) == "20/11 14:32"
    assert moments.clock_seconds(NOON) == "14:32:07"


@pytest.mark.parametrize(
    ("span", "zh", "en"),
    [
        (timedelta(seconds=38), "38 秒", "38 s"),
        (timedelta(minutes=26, seconds=59), "26 分", "26 min"),
        (timedelta(hours=3, minutes=28), "3 小时 28 分", "3 h 28 min"),
        (timedelta(hours=12, minutes=5), "12 小时", "12 h"),
        (timedelta(days=1, hours=5), "1 天", "1 d"),
        (timedelta(seconds=-4), "0 秒", "0 s"),
    ],
)
def test_a_waiting_time_uses_its_largest_useful_unit(span: timedelta, zh: str, en: str) -> None:
    assert WORDS.duration("zh_Hans_CN", span) == zh
    assert WORDS.duration("en", span) == en


def test_a_due_time_near_today_is_named_by_its_day() -> None:
    due = datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert WORDS.due("zh_Hans_CN", due, NOON) == "今天 18:00"
    assert WORDS.due("en", due + timedelta(days=1), NOON) == "tomorrow 18:00"
    assert WORDS.due("en", due + timedelta(days=9), NOON) == "29/11 18:00"


def test_a_word_nobody_wrote_shows_its_key_and_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR):
        assert WORDS.say("en", "nobody" + ".wrote") == "[nobody.wrote]"
    assert "nobody.wrote" in caplog.text


def test_a_forgotten_fact_shows_its_name_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        assert WORDS.say("en", "scan.lot") == "Lot scanned: [lot]"
    assert "scan.lot" in caplog.text


@given(st.timedeltas(timedelta(0), timedelta(days=4000)), st.sampled_from(LOCALES))
def test_every_waiting_time_can_be_said(span: timedelta, locale: Locale) -> None:
    assert not WORDS.duration(locale, span).startswith("[")
