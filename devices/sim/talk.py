"""One connection to a simulated printer: takes bytes, answers questions, prints commands."""

from collections.abc import Callable

from devices.sim.faults import Faults
from devices.sim.page import Page, PrintedPaper
from devices.sim.reading import Command
from devices.sim.tongues import Tongue

A_QUESTION = 3
BUFFER = 65_536


class Dropped(Exception):
    """The printer hung up in the middle, as it was told to."""


class Talk:
    """The printer's ear, mouth and memory, which outlives each client.

    Status questions are answered as soon as they arrive, in the middle of a picture too, and
    while nothing is printed; everything else waits its turn. What a halted printer has taken is
    printed when it goes on, whether or not the client is still there.
    """

    def __init__(
        self,
        faults: Faults,
        tongue: Tongue,
        page: Page,
        done: Callable[[PrintedPaper], None],
    ) -> None:
        self._faults, self._tongue, self._page, self._done = faults, tongue, page, done
        self._say: Callable[[bytes], None] | None = None
        self._waiting = b""
        self._edge = b""
        self._job_bytes = 0
        self.plan: tuple[int, Callable[[], None]] | None = None
        self._armed: tuple[int, Callable[[], None]] | None = None

    @property
    def full(self) -> bool:
        """Whether the printer's buffer takes no more."""
        return len(self._waiting) > BUFFER

    @property
    def holding(self) -> bool:
        """Whether there is something to print when the printer goes on."""
        return bool(self._waiting)

    @property
    def appetite(self) -> int:
        """How many bytes may be taken at once: none beyond the point where something happens."""
        return max(A_QUESTION, self.plan[0] - self._job_bytes) if self.plan else BUFFER

    def begin(self, say: Callable[[bytes], None]) -> None:
        """Take a new client, and say what was left over from an earlier one, if told to."""
        self._say, self._edge, self._job_bytes = say, b"", 0
        self._armed = self.plan  # one that is made meanwhile is for the next client's job
        if self._faults.stale:
            self._speak(self._tongue.stale)

    def take(self, chunk: bytes) -> None:
        """Receive bytes; raises `Dropped` when the fault says so."""
        job = self._tongue.question.sub(b"", chunk)
        if self._faults.cut_at is not None and job:
            left = self._faults.cut_at - self._job_bytes
            if len(job) >= left:
                self._faults.cut_at = None
                self._waiting += job[:left]
                raise Dropped
        self._job_bytes += len(job)
        heard = self._edge + chunk
        for question in self._tongue.question.finditer(heard):
            held = self._waiting + chunk
            self._speak(self._tongue.answer(self._faults, question, held))
        self._edge = self._tongue.question.sub(b"...", heard)[-2:]
        self._waiting += chunk
        if self._armed and self._job_bytes >= self._armed[0]:
            (_, deed), self.plan, self._armed = self._armed, None, None
            self.work()
            deed()

    def work(self) -> None:
        """Print what has been received, unless the printer is halted."""
        if self._faults.halted:
            return
        commands, self._waiting = self._tongue.read(self._waiting)
        for command in commands:
            self._obey(command)

    def end(self, why: str = "") -> None:
        """Let the client go, print what is there and tear off what nobody cut."""
        self._say = None
        self.work()
        if self._faults.halted:
            return
        if why and (self._page.touched or self._waiting):
            self._page.fault(why)
        if self._page.touched or self._waiting:
            leftover, self._waiting = self._waiting, b""
            self._done(self._page.tear(leftover))
        self._page.forget()

    def _obey(self, command: Command) -> None:
        if command.name == "ask-status" and not command.error:
            return
        proof = None if command.error else self._tongue.proofs.get(command.name)
        if not proof:
            self._page.obey(command)
        ended = command.name in self._tongue.ends and not command.error
        if ended or (proof and self._page.touched):
            self._done(self._page.tear())
        if proof:
            self._speak(proof(command.args))

    def _speak(self, words: bytes) -> None:
        if self._say and not self._faults.mute:
            self._say(words)
