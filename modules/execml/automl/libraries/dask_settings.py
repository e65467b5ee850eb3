"""Dask as it ships, whatever a user's own configuration says of certificates, addresses and workers."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any


@contextlib.contextmanager
def shipped_settings() -> Iterator[None]:
    """Let Dask run on its own defaults while the block runs; afterwards its settings are as they were.

    A user's stand in ``~/.config/dask``, ``/etc/dask`` and variables that begin with ``DASK_``. They belong
    to a cluster elsewhere, and may ask for certificates, a network or a scheduler that is not here.
    """
    import dask.config
    import distributed  # noqa: F401  # it adds its defaults when it is imported

    settings: dict[str, Any] = dask.config.config
    theirs = dict(settings)
    settings.clear()
    settings.update(dask.config.merge(*dask.config.defaults))
    try:
        yield
    finally:
        settings.clear()
        settings.update(theirs)
