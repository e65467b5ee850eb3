"""Figures in LaTeX, and so in the PDF that JupyterLab's menu offers.

A figure is stored as HTML, the one form in which it has an alternative text. LaTeX shows no HTML, and would
print in its place the fingerprint that is meant for the tests. A second copy of each picture would double the
size of a notebook, so the picture is taken out of the HTML when a page is exported.
"""

from __future__ import annotations

import re
from typing import Any

from nbconvert.preprocessors import ExtractOutputPreprocessor

PICTURE = re.compile(r'<img [^>]*src="data:image/png;base64,([A-Za-z0-9+/=\s]+)"')


class Pictures(ExtractOutputPreprocessor):
    """Give an output that holds one picture as HTML that picture itself, as a file beside the LaTeX."""

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        """Return the cell with its pictures, and nbconvert's resources with their files."""
        for output in cell.get("outputs", []):
            found = PICTURE.findall(output.get("data", {}).get("text/html", ""))
            if len(found) == 1:
                output.data.setdefault("image/png", found[0])
        return super().preprocess_cell(cell, resources, cell_index)
