"""Opening the site that a worker is about to serve."""

from gunicorn.errors import AppImportError

from terminal.compose import compose
from terminal.database import DatabaseRefused
from terminal.settings import BadSettings, Settings
from terminal.site import Site


def opened(settings: Settings) -> Site:
    """Return the site, in the demo with its factory at work.

    Raises `AppImportError`, which gunicorn tells instead of trying again for ever.
    """
    try:
        site = compose(settings)
    except (BadSettings, DatabaseRefused) as error:
        raise AppImportError(str(error)) from error
    if settings.demo:
        from terminal.demo import fill  # noqa: PLC0415  (only a demo pays for loading it)

        fill(site)
    return site
