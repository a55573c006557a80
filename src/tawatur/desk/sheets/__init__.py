"""Review in a spreadsheet: written, edited by a person anywhere, and read back as decisions like those of the desk."""

from tawatur.desk.sheets.reading import Edit, Outcome, edits_of, obey
from tawatur.desk.sheets.writing import write_sheet

__all__ = ["Edit", "Outcome", "edits_of", "obey", "write_sheet"]
