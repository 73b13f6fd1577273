"""How wide and how dark a printer really prints, as somebody saw it on its test page."""

from dataclasses import replace
from typing import Final

from devices.profile import DARKNESS, NARROWEST, Profile
from devices.ruler import edges
from domain.printing import Document, PrinterCare

COMMON: Final = (480, 432, 416, 384, 288)
"""Widths of print heads that are narrower than the ruler's last rows can tell, in dots."""


def calibrated(profile: Profile, document: Document, care: PrinterCare | None) -> Profile:
    """Return a printer's profile as people have set it; a test page uses its whole width.

    What the profile cannot have any more is ignored: a width, as after narrower paper was put in,
    and darkness where nothing changes it.
    """
    if care is None or care.calibrated_at is None:
        return profile
    across = profile.across
    if document is not Document.TEST_PAGE and care.across in widths(profile):
        across = care.across
    darkness = profile.darkness
    if profile.darkens and care.darkness in DARKNESS:
        darkness = care.darkness
    return replace(profile, across=across, darkness=darkness)


def widths(profile: Profile) -> tuple[int, ...]:
    """Return the widths that can be chosen for a printer, in dots, the widest first."""
    near = edges(profile.dots)
    far = (dots for dots in COMMON if profile.dots < 2 * dots and NARROWEST <= dots < near[-1])
    return (*near, *far)
