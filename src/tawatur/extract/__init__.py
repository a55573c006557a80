"""Reading → Claims: what this one report says happened."""

from tawatur.extract.claims import extract
from tawatur.extract.diagnosis import Diagnosis, diagnose

__all__ = ["Diagnosis", "diagnose", "extract"]
