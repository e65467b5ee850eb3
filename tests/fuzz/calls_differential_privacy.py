from .harness import Call
CALLS: dict[str, Call] = {}
NOT_CALLED: dict[str, str] = {}
