"""A user's pip settings for both installers: where packages come from is obeyed, where they go to is not.

Mirrors, certificates and proxies reach pip, and in its own words uv, which reads no setting of pip's. What
would install elsewhere (target, prefix, python, dry-run ...) or something else (constraint, no-binary ...)
reaches neither.
"""

from __future__ import annotations

import ast
import os
import subprocess

from execml.start.place import Place, Problem, child_environment

# What is obeyed, in pip's words and in uv's: a variable, or an option where uv has no variable.
OBEYED: dict[str, str] = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "--no-index",
    "cert": "--cert",
    "client-cert": "SSL_CLIENT_CERT",
    "trusted-host": "UV_INSECURE_HOST",
    "proxy": "HTTPS_PROXY HTTP_PROXY",
    "timeout": "UV_HTTP_TIMEOUT",
    "cache-dir": "",
    "no-cache-dir": "",
}
# A user's own settings of uv, where they are of the same kind.
OBEYED_OF_UV = (
    *("UV_DEFAULT_INDEX", "UV_INDEX", "UV_EXTRA_INDEX", "UV_FIND_LINKS", "UV_INSECURE_HOST", "UV_KEYRING"),
    *("UV_HTTP", "UV_SYSTEM_CERTS", "UV_NATIVE_TLS", "UV_CACHE_DIR", "UV_LINK_MODE", "UV_CONCURRENT"),
)
BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")  # which the library that pip is built on obeys
SOURCES = ("UV_DEFAULT_INDEX", "UV_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS")


def read(place: Place) -> dict[str, str]:
    """Return the settings that pip has from its files and variables, by their long names.

    Raises:
        Problem: if pip cannot read them itself.
    """
    asked = [str(place.python), "-m", "pip", "config", "list"]
    variables = child_environment(place, PIP_PYTHON="")
    done = subprocess.run(
        asked, capture_output=True, env=variables, encoding="utf-8", errors="replace", check=False
    )
    if done.returncode:
        why = " ".join(done.stderr.split())[:300]
        raise Problem(f"pip cannot read its settings ({why})", "correct them and run the same command again")
    bundle = next(filter(None, map(os.environ.get, BUNDLES)), "")
    found = {"cert": bundle} if bundle else {}
    for section in ("global.", "install.", ":env:."):  # the later wins, as in pip
        for line in done.stdout.splitlines():
            name, _, value = line.partition("=")
            if name.startswith(section) and (text := " ".join(ast.literal_eval(value).split())):
                found[name.removeprefix(section).removeprefix("default-")] = text
    return found


def for_pip(place: Place, found: dict[str, str]) -> dict[str, str]:
    """Return pip's environment: of the user's settings, those that are obeyed, and its words in English."""
    kept = {
        name: value for name, value in _children(place).items() if not name.startswith(("PIP_", *BUNDLES))
    }
    obeyed = {f"PIP_{name.upper().replace('-', '_')}": found[name] for name in OBEYED if name in found}
    ours = {"PIP_CONFIG_FILE": os.devnull, "PIP_RETRIES": "3", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    ours["NO_COLOR"] = "1"
    return {**kept, **obeyed, **ours, "LC_ALL": "C.UTF-8"}


def for_uv(place: Place, found: dict[str, str]) -> tuple[list[str], dict[str, str]]:
    """Return uv's options and environment; the user's own proxy and variables of uv stay as they are."""
    kept = {
        name: value
        for name, value in _children(place).items()
        if not name.startswith(("UV_", "PIP_")) or name.startswith(OBEYED_OF_UV)
    }
    options = ["--no-config"]
    taken = {name.upper() for name in kept}
    for name, words in OBEYED.items():
        for word in words.split() if name in found else ():
            if word == "--no-index":
                options += [word] * (found[name].lower() in ("1", "on", "t", "true", "y", "yes"))
            elif word.startswith("--"):
                options += [word, found[name]]
            elif word not in taken:
                kept[word] = found[name].replace(" ", ",") if name == "find-links" else found[name]
    # As pip does: the system's certificates, and the best version that any of several indexes has.
    usual = {"NO_COLOR": "1", "UV_SYSTEM_CERTS": "1", "UV_INDEX_STRATEGY": "unsafe-best-match"}
    return options, {**usual, "UV_CACHE_DIR": str(place.scratch / "uv"), **kept}


def sources(found: dict[str, str]) -> str:
    """Return the settings that say where packages come from, pip's and uv's, as a sentence has them.

    >>> sources({"index-url": "https://one.example", "proxy": "http://two.example"})
    'index-url = https://one.example'
    """
    named = ("index-url", "extra-index-url", "find-links", "no-index")
    of_pip = {name: found[name] for name in named if name in found}
    of_uv = {name: os.environ[name] for name in SOURCES if name in os.environ}
    return ", ".join(f"{name} = {value}" for name, value in {**of_pip, **of_uv}.items())


def _children(place: Place) -> dict[str, str]:
    """Keep temporary files beside the environment: a small /tmp can't hold them."""
    return child_environment(place, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(place.scratch)))
