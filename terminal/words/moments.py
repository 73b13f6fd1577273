"""Times as people on the floor write them: 14:32, 20/11 14:06, today, 26 minutes."""

from datetime import datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
WITH_MINUTES: Final = 10 * HOUR
DAY_WORDS: Final = {-1: "day.yesterday", 0: "day.today", 1: "day.tomorrow"}


def clock(at: datetime, zone: tzinfo = SHANGHAI) -> str:
    """Write an aware moment as local time of day, 14:32."""
    return f"{at.astimezone(zone):%H:%M}"


def clock_seconds(at: datetime, zone: tzinfo = SHANGHAI) -> str:
    """Write an aware moment as local time of day with seconds, 14:31:07."""
    return f"{at.astimezone(zone):%H:%M:%S}"


def day_month(at: datetime, zone: tzinfo = SHANGHAI) -> str:
    """Write the local day as the floor does, day before month without zeros: 18/7."""
    local = at.astimezone(zone)
    return f"{local.day}/{local.month}"


def short(at: datetime, zone: tzinfo = SHANGHAI) -> str:
    """Write day and time, 20/11 14:06; the year is on the full date."""
    return f"{day_month(at, zone)} {clock(at, zone)}"


def full(at: datetime, zone: tzinfo = SHANGHAI) -> str:
    """Write the full local date and time for screen and file, 2026-11-20 14:32:07."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}"


def day_word(at: datetime, now: datetime, zone: tzinfo = SHANGHAI) -> str | None:
    """Return the key of yesterday, today or tomorrow; None for any other local day."""
    distance = at.astimezone(zone).date() - now.astimezone(zone).date()
    return DAY_WORDS.get(distance.days)


def parts(span: timedelta) -> tuple[str, dict[str, int]]:
    """Return the key and the whole units of a duration; a negative one counts as none."""
    seconds = max(0, int(span.total_seconds()))
    minutes, hours, days = seconds // MINUTE, seconds // HOUR, seconds // DAY
    if seconds < MINUTE:
        return "duration.seconds", {"seconds": seconds}
    if seconds < HOUR:
        return "duration.minutes", {"minutes": minutes}
    if seconds < WITH_MINUTES and minutes % 60:
        return "duration.hours-minutes", {"hours": hours, "minutes": minutes % 60}
    if seconds < DAY:
        return "duration.hours", {"hours": hours}
    return "duration.days", {"days": days}
