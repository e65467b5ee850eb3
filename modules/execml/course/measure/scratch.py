"""A folder for temporary files, and one sentence where there is no room for them."""

from __future__ import annotations

import contextlib
import errno
import shutil
import tempfile
from collections.abc import Iterator

LITTLE = 1_000_000  # bytes; with less than this left, whatever failed has failed for that


class NoRoomError(OSError):
    """There is no room for temporary files; the message names the folder and the variable that moves it."""

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows: the sentence, which says all there is to know."""
        return [str(self)]


@contextlib.contextmanager
def scratch_folder(prefix: str = "execml_") -> Iterator[str]:
    """Make a folder for the block, and remove it with all that is in it afterwards.

    Args:
        prefix: what its name begins with.

    Raises:
        NoRoomError: if the block fails because the disk of temporary files, or one's share of it, is full.

    >>> import os
    >>> with scratch_folder() as folder:
    ...     os.listdir(folder)
    []
    """
    place = tempfile.gettempdir()
    try:
        with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as folder:
            yield folder
    except OSError as error:
        limits = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))
        elsewhere = error.filename is not None and not str(error.filename).startswith(place)
        if elsewhere or (error.errno not in limits and shutil.disk_usage(place).free > LITTLE):
            raise
        free = shutil.disk_usage(place).free / 1e6
        raise NoRoomError(
            f"There is no room for temporary files in {place} ({free:,.0f} MB are free there): free some, or "
            "let the variable TMPDIR (on Windows TEMP) name another folder, and start again."
        ) from None
