"""Draws what the program prints on a terminal as an SVG; Arabic runs are left to the reader's own fonts and browser.

A run of Arabic is one right-to-left text that ends at its cell's right edge, so that every browser joins its letters.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from html import escape

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import MONOKAI

WIDTH, HEIGHT, SIZE = 8.4, 16.5, 14  # of a cell and of letters, pixels
MARGIN, BAR = 14, 30
OPEN, CLOSE = "\u2067", "\u2069"  # what the display puts around right-to-left words for terminals that reorder
DEFAULT = "#d9d9d9"


def picture(shown: RenderableType, columns: int, title: str) -> str:
    """The SVG of a renderable, `columns` wide; its right-to-left words must be isolated (bidi "terminal")."""
    console = Console(width=columns, file=io.StringIO(), force_terminal=True, color_system="truecolor", highlight=False)
    lines = list(Segment.split_lines(console.render(shown)))
    width, height = columns * WIDTH + 2 * MARGIN, len(lines) * HEIGHT + BAR + 2 * MARGIN
    body = "\n".join(text for n, line in enumerate(lines) for text in _line(line, BAR + MARGIN + (n + 0.75) * HEIGHT))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" role="img">\n'
        f"<title>{escape(title)}</title>\n"
        f"<style>text{{font:{SIZE}px 'DejaVu Sans Mono',Menlo,Consolas,monospace;white-space:pre}}"
        f".a{{font-family:'Noto Sans Arabic','Segoe UI','Geeza Pro','DejaVu Sans',sans-serif;direction:rtl}}</style>\n"
        f'<rect width="100%" height="100%" rx="8" fill="#1d1f21"/>\n'
        f'<text x="{MARGIN}" y="{BAR - 8}" fill="#9a9a9a">{escape(title)}</text>\n{body}\n</svg>\n'
    )


def _line(segments: list[Segment], y: float) -> Iterator[str]:
    """The texts of one line: each Latin run at its column, each isolated run at its right edge."""
    column, run, inside = 0, "", False
    for piece, style in _pieces(segments):
        if piece == OPEN:
            inside, run = True, ""
        elif piece == CLOSE:
            inside = False
            yield f'<text class="a" x="{_x(column):.1f}" y="{y:.1f}">{run}</text>'
        else:
            start, column = column, column + cell_len(piece)
            if inside:
                run += f"<tspan {_look(style)}>{escape(piece)}</tspan>"
            elif piece.strip():
                length = f'textLength="{cell_len(piece) * WIDTH:.1f}" lengthAdjust="spacingAndGlyphs"'
                yield f'<text x="{_x(start):.1f}" y="{y:.1f}" {length} {_look(style)}>{escape(piece)}</text>'


def _pieces(segments: list[Segment]) -> Iterator[tuple[str, Style]]:
    """Runs of one style; isolates stand alone; runs of blanks too, so that no text starts or ends with them."""
    for text, style, control in segments:
        if control:
            continue
        piece = ""
        for char in text:
            if char in (OPEN, CLOSE):
                if piece:
                    yield piece, style or Style()
                yield char, style or Style()
                piece = ""
            else:
                piece += char
        if piece:
            yield piece, style or Style()


def _look(style: Style) -> str:
    """Fill, weight and opacity of a style."""
    color = style.color.get_truecolor(MONOKAI).hex if style.color and not style.color.is_default else DEFAULT
    return f'fill="{color}"' + (' font-weight="bold"' if style.bold else "") + (' opacity=".55"' if style.dim else "")


def _x(column: int) -> float:
    return MARGIN + column * WIDTH
