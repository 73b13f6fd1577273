"""A reader in a gloved hand: everything is held to it, and only a PIN is typed."""

from dataclasses import dataclass

from sqlalchemy import select

from domain.codes import Code, CodeKind
from domain.findings import Term, TermKind
from terminal.command_table import code_of
from terminal.desk.scans import scan
from terminal.desk.sessions import sign_on
from tests.floor import PINS, Floor


def term_code(floor: Floor, kind: str, code: str) -> str:
    """What the code of a word of the factory carries."""
    with floor.site.reading() as db:
        query = select(Term.id).where(Term.kind == TermKind(kind), Term.code == code)
        return str(Code(CodeKind.TERM, str(db.scalars(query).one())))


@dataclass
class Gun:
    """The reader of one station; `reads` holds whatever is said to it to a code."""

    floor: Floor
    station: str

    def scan(self, code: str) -> bool:
        return scan(self.floor.site, self.station, code)

    def reads(self, *words: str | int) -> None:
        """Read the codes of commands by name, and of numbers digit by digit; all are accepted."""
        for word in words:
            for code in self.codes(word):
                assert self.scan(code), f"{word}: {self.floor.strip(self.station)}"

    def codes(self, word: str | int) -> list[str]:
        if isinstance(word, int):
            return [str(Code(CodeKind.DIGIT, digit)) for digit in str(word)]
        if ":" in word:
            return [term_code(self.floor, *word.split(":"))]
        return [code_of(word)]

    def refuses(self, word: str | int) -> bool:
        """Read one more code and say whether it was refused."""
        (code,) = self.codes(word)
        return not self.scan(code)

    def arrives(self, person: str) -> None:
        """Hold the badge to the reader, and type the PIN."""
        self.floor.sign_on(person, self.station)

    def lays(self, lot: str) -> None:
        assert self.scan(str(Code(CodeKind.LOT, lot))), self.floor.strip(self.station)

    def taps(self, *, pin: bool = False) -> None:
        """Hold one's own badge to the reader: it signs what waits."""
        person = self.floor.at[self.station]
        assert self.scan(self.floor.badge(person)), self.floor.strip(self.station)
        if pin:
            sign_on(self.floor.site, self.station, PINS[person])
