"""Language, country and codebook knowledge as data, and the loader that checks it."""

from tawatur.reference.loader import DataError, load_csv, load_letters, load_yaml, pack_path

__all__ = ["DataError", "load_csv", "load_letters", "load_yaml", "pack_path"]
