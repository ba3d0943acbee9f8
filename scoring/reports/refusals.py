"""Refusals: why a report could not be made, in the reader's language whenever it is asked.

Each has a code and details, so that it can be kept in a row and carried from one process to another.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from scoring.reports.needs import install_command


class ReportError(Exception):
    """No PDF could be made; `str` says why, in the language that is active then."""

    code = "error"

    def __init__(self, details: Sequence[str] = ()) -> None:
        super().__init__(*details)
        self.details = list(details)

    def __str__(self) -> str:
        return _("Something unexpected went wrong; the server's log says what.")


class PdfsAreOffError(ReportError):
    """The machine lacks what PDFs need; the details are the packages."""

    code = "packages"

    def __str__(self) -> str:
        return _("PDF reports are off on this server. To turn them on, an administrator runs: %s") % install_command(
            self.details
        )


class MissingGlyphError(ReportError):
    """The report's font lacks characters, which would have come out as empty boxes."""

    code = "glyphs"

    def __str__(self) -> str:
        listed = ", ".join(f"U+{ord(character):04X}" for character in self.details)
        return _("The report's font has no glyph for: %s") % listed


class FetchRefusedError(ReportError):
    """The HTML asked for something outside itself; the detail is what for."""

    code = "outside"

    def __str__(self) -> str:
        return _("The report asked for something outside itself, which is refused: %s") % " ".join(self.details)


class FaultyPageError(ReportError):
    """Something of the HTML would be missing in the PDF; the detail says what."""

    code = "faulty"

    def __str__(self) -> str:
        return _("The report could not be drawn completely: %s") % " ".join(self.details)


class TooLargeError(ReportError):
    """The report would take minutes."""

    code = "too_large"

    def __str__(self) -> str:
        return _("This evaluation is too large for a PDF. The spreadsheet holds all its figures.")


class OutOfTimeError(ReportError):
    """The report took longer than it may."""

    code = "out_of_time"

    def __str__(self) -> str:
        return _("The report took longer than it may. The spreadsheet holds all its figures.")


class OutOfMemoryError(ReportError):
    """The report needed more memory than it may."""

    code = "out_of_memory"

    def __str__(self) -> str:
        return _("The report needed more memory than it may. The spreadsheet holds all its figures.")


class SealedError(ReportError):
    """The evaluation went back a stage before the report was made."""

    code = "sealed"

    def __str__(self) -> str:
        return _("The evaluation went back a stage before this was made, so it is not open to you any more.")


class LostError(ReportError):
    """The process that made it ended, and so did the second one."""

    code = "lost"

    def __str__(self) -> str:
        return _("The process that made the report ended twice before it was ready.")


_KINDS: dict[str, type[ReportError]] = {
    kind.code: kind
    for kind in (
        PdfsAreOffError,
        MissingGlyphError,
        FetchRefusedError,
        FaultyPageError,
        TooLargeError,
        OutOfTimeError,
        OutOfMemoryError,
        SealedError,
        LostError,
    )
}


def refusal(code: str, details: Sequence[str] = ()) -> ReportError:
    """The refusal that had this code and these details."""
    return _KINDS.get(code, ReportError)(details)
