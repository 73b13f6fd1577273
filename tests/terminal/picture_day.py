"""A factory without discipline: photos of anything by anybody, withdrawn by anybody."""

from hypothesis import strategies as st
from sqlalchemy import func, select

from devices.photo import develop
from devices.scale import Weight
from domain.picture import BoardPicture, Photo
from domain.process import Step
from terminal.pictures import digest_of
from terminal.weights import OnScale
from tests.floor import ADMIN, BOSS, LEADER, PACKER, QUALITY, SALES
from tests.photographs import a_board, encoded
from tests.terminal.factory import Factory
from tests.terminal.handovers import ANYBODY, OFTEN, PICK, deed
from tests.terminal.hands import PLACES

DEVELOPED = [develop(encoded(a_board(40, 30, seed))) for seed in (1, 2)]


class PictureDay(Factory):
    """Fourteen people, nine stations, and a camera on each."""

    def newest(self, kind: type[Photo] | type[BoardPicture]) -> int:
        with self.hands.floor.site.reading() as db:
            return db.scalar(select(func.max(kind.id))) or 0

    def photograph(self, who: str, place: str, **of: object) -> None:
        picture = DEVELOPED[self.steps % 2]
        digest = digest_of(picture)
        self.hands.do(who, place, "add-photo", image="0" * 64, **of)
        self.hands.floor.site.darkroom[digest, self] = picture
        self.hands.do(who, place, "add-photo", image=digest, **of)
        self.hands.floor.site.darkroom.clear()

    @deed(pick=PICK, who=ANYBODY, of=st.sampled_from(["defect", "sheet", "tag/x", "stray"]))
    def photographs_anything_and_takes_it_back(self, pick: int, who: str, of: str) -> None:
        lot = self.offered(pick)
        self.photograph(SALES, "SALES-1", lot=self.book_in(3), of="sheet")
        for person in (who, self.hands.workers(lot)[0]):
            self.photograph(person, PLACES[lot.step], lot=lot.number, of=of)
        photo = self.newest(Photo)
        for person in (LEADER, QUALITY, BOSS):
            self.hands.do(person, "REVIEW-1", "withdraw-photo", photo=photo, reason="拍糊了")
        self.hands.do(who, "REVIEW-1", "withdraw-photo", photo=photo + 1, reason=" ")

    @deed(pick=PICK, across=st.sampled_from([0, 412, 1000, 1001]), mine=OFTEN)
    def taps_a_place_on_the_board(self, pick: int, across: int, *, mine: bool) -> None:
        product = "PCBA-HK7-R3.2" if mine else "MR-PWR-240"
        digest = digest_of(DEVELOPED[pick % 2])
        self.hands.floor.site.darkroom[digest, self] = DEVELOPED[pick % 2]
        for who in (LEADER, ADMIN):
            self.hands.do(who, "REVIEW-1", "set-board-picture", product=product, image=digest)
        self.hands.floor.site.darkroom.clear()
        if lot := self.bring(Step.REPAIR):
            for place in (across, 1001):
                self.hands.do(
                    self.hands.workers(lot)[0], "REPAIR-1", "record-repair", lot=lot.number,
                    outcome="repaired", quantity=1, cause="open", repair="resolder",
                    picture=self.newest(BoardPicture), across=place, down=230,
                )  # fmt: skip

    @deed(pick=PICK, grams=st.sampled_from([0, 30, 612, 900]))
    def weighs_a_sample(self, pick: int, grams: int) -> None:
        """Counted pieces lie on the scale of the packer: too few, too light, or right."""
        lot = self.offered(pick)
        floor = self.hands.floor
        for milligrams, pieces in ((grams * 1000, 12), (612_000, 12), (612_000, 3), (30, 12)):
            weight = Weight(milligrams, 10, stable=True)
            floor.site.scales["RECV-1"] = OnScale(weight, floor.clock())
            self.hands.do(PACKER, "RECV-1", "weigh-sample", lot=lot.number, pieces=pieces)
        floor.site.scales.clear()
        self.hands.do(PACKER, "RECV-1", "weigh-sample", lot=lot.number, pieces=12)
