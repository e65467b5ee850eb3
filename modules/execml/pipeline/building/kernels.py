"""A kernel that dies before it answers is started again, also by nbval, for which this is a pytest plugin.

A new kernel is told which ports are free, and another process may take one in the half second before the
kernel does. It then ends with "address in use", and says nothing about the notebook.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

STARTS = 3


def patient(start: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that starts a kernel as ``start`` does, and tries again if the kernel died.

    Args:
        start: raises RuntimeError when the kernel that it started dies or does not answer.
    """

    def again(*arguments: Any, **options: Any) -> Any:
        for _ in range(STARTS - 1):
            try:
                return start(*arguments, **options)
            except RuntimeError as error:
                if "died" not in str(error):  # one that is late had its time
                    raise
        return start(*arguments, **options)

    return again


def pytest_configure() -> None:
    """Make nbval, which starts each notebook's kernel once, try again."""
    from nbval import kernel

    kernel.start_new_kernel = patient(kernel.start_new_kernel)
