"""Report → Reading: what the words are; no events yet."""

from tawatur.dissect.read import read

__all__ = ["read"]
