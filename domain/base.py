"""The base of every record, and the one way in which records keep time."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import BigInteger, DateTime, Dialect, Enum, Integer, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets the zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> datetime | None:
        """Refuse a moment without a zone, which could mean any."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        """Read the moment back as UTC."""
        return value and value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)


# A counter that never wraps; SQLite numbers rows by itself only in a plain INTEGER.
Counter = BigInteger().with_variant(Integer, "sqlite")


class Record(MappedAsDataclass, DeclarativeBase, kw_only=True, eq=False):
    """A dataclass that is also a table; two records are equal only when they are the same row."""

    type_annotation_map: ClassVar = {
        datetime: UtcDateTime,
        StrEnum: Enum(
            StrEnum,
            native_enum=False,
            create_constraint=False,
            length=40,
            values_callable=lambda kind: [member.value for member in kind],
        ),
    }
