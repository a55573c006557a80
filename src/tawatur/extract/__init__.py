"""Reading → Claims: what this one report says happened."""

from tawatur.extract.claims import extract
from tawatur.extract.diagnosis import Diagnosis, diagnose
from tawatur.extract.triggers import has_trigger

__all__ = ["Diagnosis", "diagnose", "extract", "has_trigger"]
