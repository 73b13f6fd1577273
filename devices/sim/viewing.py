"""What a paper looks like, without a printer or a wire: for previews, tests and documentation."""

from devices.compiler import compile_paper
from devices.fonts import Fonts
from devices.paper import Paper
from devices.profile import Profile
from devices.sim.page import PrintedPaper
from devices.sim.tongues import TONGUES


def printed(data: bytes, profile: Profile, fonts: Fonts) -> PrintedPaper:
    """Return what the strict simulated printer makes of one job's bytes."""
    tongue = TONGUES[profile.language]
    page = tongue.page(profile.dots, fonts)
    commands, rest = tongue.read(data)
    for command in commands:
        page.obey(command)
    return page.tear(rest)


def picture_of(paper: Paper, profile: Profile, fonts: Fonts) -> PrintedPaper:
    """Return a paper as that printer prints it; raises `BadPaper` where it cannot."""
    return printed(compile_paper(paper, profile, fonts), profile, fonts)
