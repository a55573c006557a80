"""Reading → Claims: what this one report says happened."""

from tawatur.extract.claims import extract

__all__ = ["extract"]
