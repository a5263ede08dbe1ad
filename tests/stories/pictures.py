"""Pictures and files for stories, made on the spot."""

from __future__ import annotations

import io
import zipfile

from PIL import Image


def picture(form: str = "PNG", colour: str = "teal", size: tuple[int, int] = (240, 160)) -> bytes:
    """A real picture of that format."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, form)
    return out.getvalue()


def archive(**members: bytes) -> bytes:
    """A ZIP; `archive(screen_bmp=...)` holds screen.bmp."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in members.items():
            packed.writestr(name.replace("_", "."), content)
    return out.getvalue()
