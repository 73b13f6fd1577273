"""The paper of a person: his badge."""

from devices.paper import QR, Beside, Block, Cut, Paper, Rule, Text
from domain.codes import Code, CodeKind
from domain.people import Badge, Person
from domain.printing import Document
from terminal.papers import Writer, zone_of
from terminal.transaction import Transaction
from terminal.words.moments import full


def print_badge(tx: Transaction, person: Person, badge: Badge) -> None:
    """Owe a badge: code, name, number, to be cut out and put into its cover."""
    write = Writer(tx, "label")
    code = str(Code(CodeKind.BADGE, badge.token))
    lines = (Text(person.name, 2, 2, bold=True), Text(person.number, 2, 2, bold=True))
    blocks: list[Block] = [
        Text(write.say("paper.badge"), bold=True, align="center"),
        Rule(),
        Beside(QR(code, module=6), lines),
        *write.bars(code),
        Rule(),
        Text(f"{write.say('paper.badge.void')} {full(tx.at, zone_of(tx))}", align="center"),
        Cut(),
    ]
    title = f"{write.say('paper.badge')} {person.number} {person.name}"
    paper = Paper(title=title, blocks=tuple(blocks))
    tx.print(Document.BADGE, paper.to_json(), use=write.use)
