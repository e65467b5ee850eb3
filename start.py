"""Set up the executive programme and open it: ``python start.py``; ``python start.py --help`` says the rest.

An old Python, even 2.7, can read this file and answers with a sentence; the work is done by ``execml.start``.
"""

import os
import sys

if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit(
        "This programme needs Python 3.11, 3.12 or 3.13, and this is Python %d.%d: "  # noqa: UP031
        "install one of them from python.org and run it with start.py (Windows: py -3.12 start.py; "
        "macOS and Linux: python3.12 start.py)." % sys.version_info[:2]
    )

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "modules"))

from execml.start.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
