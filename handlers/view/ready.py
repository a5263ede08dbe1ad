"""Ready: whether what a notice needs is there yet."""

from __future__ import annotations


class NotReadyError(Exception):
    """Something that belongs into the notice is still on its way, such as a file being fetched; try again in a moment."""
