"""Fonts of what is printed: DejaVu has Cyrillic and Kazakh letters."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

PLAIN, BOLD = "DejaVuSans", "DejaVuSans-Bold"


@cache
def load_fonts() -> None:
    """Make them known to ReportLab; Matplotlib brings them along, and need not be loaded for that."""
    found = find_spec("matplotlib")
    assert found is not None
    assert found.origin is not None
    folder = Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"
    for name in (PLAIN, BOLD):
        registerFont(TTFont(name, str(folder / f"{name}.ttf")))
