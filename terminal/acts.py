"""Every act that a form can ask for, by its name."""

from types import MappingProxyType
from typing import Final

from terminal.actions.anomalies import RegisterAnomaly, SignAnomaly
from terminal.actions.answer_print import AnswerPrint
from terminal.actions.appointments import Appoint, EndDeputy, NameDeputy, ProposeRoles
from terminal.actions.badges import IssueBadge, RegisterCard, RevokeBadge
from terminal.actions.board_picture import SetBoardPicture
from terminal.actions.book_in import BookIn
from terminal.actions.carts import LoadCart, OfferCart
from terminal.actions.decide import Decide
from terminal.actions.differences import AgreeDifference, CloseDifference, ProposeDifference
from terminal.actions.import_table import ImportTable
from terminal.actions.issue_pin import IssuePin
from terminal.actions.label_formats import SaveFormat
from terminal.actions.late import PrintSlips, WitnessBook
from terminal.actions.note_shift import NoteShift
from terminal.actions.offer import Offer
from terminal.actions.overdue import DecideOverdue
from terminal.actions.people import ChangePerson, ComeBack, Hire, Leave
from terminal.actions.photos import AddPhoto, WithdrawPhoto
from terminal.actions.prevention import NameMeasure, VerifyMeasure
from terminal.actions.print_commands import PrintCommands
from terminal.actions.print_jobs import CancelPrint, MoveAllPrints, MovePrint, RetryPrint
from terminal.actions.printers import CalibratePrinter, PausePrinter, PrintTest, ResumePrinter
from terminal.actions.receipts import BookReceipt, SettleReceipt
from terminal.actions.receive import Receive, ReceivePart
from terminal.actions.receive_cart import ReceiveCart
from terminal.actions.receive_forms import ReceiveForms
from terminal.actions.record_repair import RecordRepair
from terminal.actions.refuse import Refuse
from terminal.actions.registers import Retire, SaveCustomer, SaveProduct, SaveTerm
from terminal.actions.relabel import Relabel
from terminal.actions.reprint import Reprint
from terminal.actions.review import AddOpinion, CloseCase, RecordConsent
from terminal.actions.rule import Rule
from terminal.actions.serials import MarkSerial, RegisterSerials, TagPiece, UndoSerial
from terminal.actions.set_figure import SetFigure
from terminal.actions.settle_payer import SettlePayer
from terminal.actions.settle_shift import SettleShift
from terminal.actions.shift import GiveShift, TakeShift
from terminal.actions.ship import IssueNotice, Ship
from terminal.actions.strays import Clarify, ReportFound
from terminal.actions.supervise import (
    ConfirmBatchProblem,
    GivePromise,
    Hold,
    Merge,
    Release,
)
from terminal.actions.take_over import TakeOver
from terminal.actions.teams import SaveTeam
from terminal.actions.tell_details import TellDetails
from terminal.actions.trays import NoteSpeed, TellTray, UndoTray
from terminal.actions.unlock import Unlock
from terminal.actions.void_repair import VoidRepair
from terminal.actions.weekly import IssueWeek, JudgeRecords
from terminal.actions.weigh import WeighSample
from terminal.actions.withdraw import Withdraw
from terminal.transaction import Action

SIGNED: Final = MappingProxyType[str, type[Action]](
    {
        str(kind.act): kind
        for kind in (
            BookIn,
            BookReceipt,
            SettleReceipt,
            TellDetails,
            Receive,
            ReceivePart,
            ReceiveCart,
            Refuse,
            Withdraw,
            Offer,
            OfferCart,
            Decide,
            Rule,
            ProposeDifference,
            AgreeDifference,
            CloseDifference,
            RegisterAnomaly,
            SignAnomaly,
            Ship,
            IssueNotice,
            ConfirmBatchProblem,
            GivePromise,
            Hold,
            Release,
            Merge,
            CloseCase,
            Unlock,
            Hire,
            ChangePerson,
            Leave,
            ComeBack,
            SaveTeam,
            ProposeRoles,
            NameDeputy,
            EndDeputy,
            Appoint,
            IssueBadge,
            RevokeBadge,
            RegisterCard,
            IssuePin,
            DecideOverdue,
            ReceiveForms,
            ReportFound,
            Clarify,
            JudgeRecords,
            IssueWeek,
            NameMeasure,
            VerifyMeasure,
            TakeOver,
            GiveShift,
            TakeShift,
            SettleShift,
            SettlePayer,
            PrintSlips,
            WitnessBook,
            SaveCustomer,
            SaveProduct,
            SaveTerm,
            SaveFormat,
            Retire,
            SetFigure,
            ImportTable,
        )
    }
)
# Records within a session need no signature of their own: the verdict at the end signs for them.
RECORDED: Final = MappingProxyType[str, type[Action]](
    {
        "record-repair": RecordRepair,
        VoidRepair.act: VoidRepair,
        "opinion": AddOpinion,
        "consent": RecordConsent,
        "answer-print": AnswerPrint,
        "reprint": Reprint,
        LoadCart.act: LoadCart,
        TellTray.act: TellTray,
        UndoTray.act: UndoTray,
        NoteSpeed.act: NoteSpeed,
        RegisterSerials.act: RegisterSerials,
        TagPiece.act: TagPiece,
        MarkSerial.act: MarkSerial,
        UndoSerial.act: UndoSerial,
        Relabel.act: Relabel,
        AddPhoto.act: AddPhoto,
        WithdrawPhoto.act: WithdrawPhoto,
        SetBoardPicture.act: SetBoardPicture,
        PrintCommands.act: PrintCommands,
        NoteShift.act: NoteShift,
        PausePrinter.act: PausePrinter,
        ResumePrinter.act: ResumePrinter,
        PrintTest.act: PrintTest,
        CalibratePrinter.act: CalibratePrinter,
        CancelPrint.act: CancelPrint,
        RetryPrint.act: RetryPrint,
        MovePrint.act: MovePrint,
        WeighSample.act: WeighSample,
        MoveAllPrints.act: MoveAllPrints,
    }
)
