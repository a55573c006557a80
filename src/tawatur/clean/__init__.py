"""Stage 2: title, text, day and outlet of a page; shells and boilerplate gone; offsets that lead back."""

from tawatur.clean.page import clean

__all__ = ["clean"]
