"""From one source to two executed notebooks, and whether they are in step."""

import sys

# What checks a notebook's JSON would build a grammar of internet addresses first, a second in each process.
# No notebook's form has one, and the check knows what to do without: so let it not be found.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
