"""Files that were sent: kept by file_id, described as Telegram describes them.

A picture sent as a photo becomes a JPEG of at most 1280 pixels and a small one beside it, as at Telegram; a document
stays what it is.
"""

from __future__ import annotations

import hashlib
import io
import mimetypes
import secrets
from pathlib import PurePosixPath
from typing import Any

from bot.sandbox.errors import BadRequest
from bot.sandbox.store import Store

Json = dict[str, Any]

DOWNLOAD_LIMIT = 20 * 1024 * 1024  # getFile
UPLOAD_LIMIT = 50 * 1024 * 1024  # sendDocument
PHOTO_LIMIT = 10 * 1024 * 1024  # sendPhoto
SIDES = (320, 1280)  # pixels


class Files:
    """All files of the sandbox; a file_id stays good for ever."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.known: dict[str, Json] = store.load("files")

    def _keep(self, folder: str, body: bytes, suffix: str, more: Json) -> Json:
        file_id = f"AgACAgIAAx{secrets.token_urlsafe(30)}"
        unique = "AQAD" + hashlib.sha256(body).hexdigest()[:12]
        path = f"{folder}/file_{len(self.known)}{suffix}"
        facts = {"file_id": file_id, "file_unique_id": unique, "file_size": len(body), **more}
        with self._store.together():
            self._store.keep_body(path, body)
            self._store.save("files", file_id, {"path": path, "facts": facts})
        self.known[file_id] = {"path": path, "facts": facts}
        return facts

    def add_document(self, name: str, body: bytes, mime: str | None = None) -> Json:
        """A Document; its MIME type is guessed from its name when nobody says it."""
        if len(body) > UPLOAD_LIMIT:
            raise BadRequest("file is too big: 50 MB at most")
        if not body:
            raise BadRequest("file must be non-empty")
        clean = PurePosixPath(name.replace("\\", "/")).name or "file"
        if not mime or mime == "application/octet-stream":
            mime = mimetypes.guess_type(clean)[0] or "application/octet-stream"
        suffix = PurePosixPath(clean).suffix
        suffix = suffix if suffix[1:].isalnum() and len(suffix) < 9 else ""
        return self._keep("documents", body, suffix, {"file_name": clean, "mime_type": mime})

    def add_media(self, folder: str, body: bytes, suffix: str, facts: Json) -> Json:
        """A voice message, a video, a sticker: whatever Telegram keeps as a file, with the facts it tells of it."""
        return self._keep(folder, body, suffix, facts)

    def add_photo(self, body: bytes) -> list[Json]:
        """The sizes of a photo, smallest first. Raises BadRequest when the body is no picture."""
        if len(body) > PHOTO_LIMIT:
            raise BadRequest("file is too big for a photo: 10 MB at most")
        from PIL import Image, UnidentifiedImageError  # late: few starts of the server need it

        try:
            with Image.open(io.BytesIO(body)) as source:
                source.draft("RGB", (SIDES[-1], SIDES[-1]))
                picture = source.convert("RGB")
        except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
            raise BadRequest("IMAGE_PROCESS_FAILED") from None
        width, height = picture.size
        if width + height > 10_000 or max(width, height) > 20 * min(width, height):
            raise BadRequest("PHOTO_INVALID_DIMENSIONS")
        sizes = []
        for side in SIDES:
            small = picture.copy()
            small.thumbnail((side, side))
            out = io.BytesIO()
            small.save(out, "JPEG", quality=87)
            facts = {"width": small.width, "height": small.height}
            sizes.append(self._keep("photos", out.getvalue(), ".jpg", facts))
            if max(picture.size) <= side:
                break
        return sizes

    def find(self, file_id: str) -> Json:
        """{path, facts} of a file. Raises BadRequest when nobody sent such a file."""
        if file_id.startswith(("http://", "https://")):
            raise BadRequest("failed to get HTTP URL content: the sandbox does not fetch files, send them")
        found = self.known.get(file_id)
        if found is None:
            raise BadRequest("wrong file identifier/HTTP URL specified")
        return found

    def get_file(self, file_id: str) -> Json:
        """getFile: the File with its path for `/file/bot<token>/<path>`."""
        found = self.known.get(file_id)
        if found is None:
            raise BadRequest("invalid file_id")
        if found["facts"]["file_size"] > DOWNLOAD_LIMIT:
            raise BadRequest("file is too big")
        facts = found["facts"]
        return {k: facts[k] for k in ("file_id", "file_unique_id", "file_size")} | {"file_path": found["path"]}

    def body(self, path: str) -> bytes | None:
        """The bytes behind a file_path."""
        return self._store.body(path)

    def type_of(self, path: str) -> str:
        """The MIME type of the file behind a file_path."""
        for held in self.known.values():
            if held["path"] == path:
                return str(held["facts"].get("mime_type", "image/jpeg"))
        return "application/octet-stream"
