"""The privacy label as a card: HTML that reads alike in JupyterLab and in an exported page, and the same as
text.

Only inline styles that JupyterLab's sanitiser keeps are used, with a ground colour in every cell, so that
neither a dark theme nor the notebook's striped tables change how the card reads. Signs stand beside colours.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from execml.differential_privacy.assurance.label import Finding, PrivacyLabel

INK, SOFT, LINE, ACCENT, STOP, ASK, GOOD = (
    "#1a1a1a",
    "#5a5a5a",
    "#d5d5d5",
    "#0072B2",
    "#B54700",
    "#7A5B00",
    "#00694E",
)
NOT_STATED = "not stated"
CARD = (
    f"max-width:600px;background:#fff;color:{INK};border:2px solid {INK};border-radius:8px;"
    "padding:16px 20px;margin:8px 0;line-height:1.4;font-size:14px"
)
NUMBER = "font-size:40px;font-weight:bold;line-height:1.1"
TABLE = f"width:100%;border-collapse:collapse;margin:0;font-size:14px;color:{INK}"
CELL = (
    "background:#fff;text-align:left;vertical-align:top;border:0;white-space:normal;"
    f"border-top:1px solid {LINE};padding:6px 0;line-height:1.4"
)

SAMPLING_WORDS = {
    "poisson": "Poisson: each person drawn by a coin of their own",
    "none": "none: everybody takes part",
    "shuffled": "shuffled, then cut into batches",
    "fixed size": "fixed size, drawn without replacement",
}
ACCOUNTANT_WORDS = {
    "pld": "privacy-loss distribution (tight)",
    "rdp": "Rényi (an upper bound)",
    "rdp_2017": "Rényi, conversion of 2017 (a loose upper bound)",
    "clt": "central limit (an approximation, no bound)",
}


def entries(label: PrivacyLabel) -> list[tuple[str, str | None]]:
    """Return the rows of the card as (name, value); the value of a gap is ``None``.

    Args:
        label: the label to print.
    """
    settings = (label.noise_multiplier, label.sample_rate, label.steps)
    noise = None
    if None not in settings:
        takes_part = (
            "everybody in each"
            if label.sample_rate == 1
            else f"each person in {100 * (label.sample_rate or 1):.3g}% of them"
        )
        noise = f"multiplier {label.noise_multiplier:.3g}; steps: {label.steps:,}, {takes_part}"
    return [
        ("What is released", label.released),
        ("Whose privacy", label.unit),
        ("Neighbours differ by", label.adjacency),
        ("Batches", label.sampling and SAMPLING_WORDS[label.sampling]),
        ("Noise", noise),
        ("Delta", _delta(label)),
        ("Accountant", label.accountant and ACCOUNTANT_WORDS[label.accountant]),
        ("Tuning runs", _tuning(label)),
        ("Audit", _audit(label)),
        *([(f"{label.group} rows of one person", _group(label))] if label.group > 1 else []),
    ]


def promise(label: PrivacyLabel) -> str:
    """Return in one sentence what the label promises, or that it promises nothing yet.

    Args:
        label: the label to print.
    """
    power = label.detection_limit(0.01)
    if power is None:
        return "No promise can be computed from what is stated."
    if not label.proven:
        return "Computed as if the proof applied. It is no promise until the points below are settled."
    scope = "For this run alone, an" if (label.tuning_runs or 1) > 1 else "An"
    return (
        f"{scope} attack that flags a person with 1% probability when left out flags them with at most "
        f"{power:.1%} when in."
    )


def verdict(label: PrivacyLabel) -> str:
    """Return the line at the foot of the card.

    Args:
        label: the label to print.
    """
    findings = label.findings()
    blocking = sum(finding.blocks for finding in findings)
    if blocking:
        return f"✗ Do not sign: {blocking} open {'point' if blocking == 1 else 'points'}"
    if findings:
        return f"? Complete, with {len(findings)} {'question' if len(findings) == 1 else 'questions'} to ask"
    return "✓ Complete: nothing is missing"


def text_card(label: PrivacyLabel) -> str:
    """Return the card as lines of text.

    Args:
        label: the label to print.
    """
    lines = [
        f"Privacy label: {label.system}",
        f"ε {headline(label)} {_claim(label)}".rstrip(),
        promise(label),
    ]
    lines += [f"  {name}: {value or NOT_STATED}" for name, value in entries(label)]
    lines += [verdict(label), *(f"  {'✗' if f.blocks else '?'} {f.problem}" for f in label.findings())]
    return "\n".join(lines)


def html_card(label: PrivacyLabel) -> str:
    """Return the card as HTML.

    Args:
        label: the label to print.
    """
    rows = "".join(_row(name, value) for name, value in entries(label))
    findings = label.findings()
    points = "".join(_finding(finding) for finding in findings)
    tone = STOP if any(finding.blocks for finding in findings) else ASK if findings else GOOD
    return (
        f'<div style="{CARD}">'
        f'<div style="font-size:12px;letter-spacing:0.08em;color:{SOFT}">PRIVACY LABEL</div>'
        f'<div style="font-size:20px;font-weight:bold;margin-bottom:10px">{html.escape(label.system)}</div>'
        f'<div style="border-top:8px solid {INK};padding-top:8px">'
        f'<span style="{NUMBER};color:{ACCENT if label.proven else STOP}">ε&thinsp;{headline(label)}</span>'
        f'<span style="font-size:14px;color:{SOFT}">&emsp;{html.escape(_claim(label))}</span></div>'
        f'<div style="margin:2px 0 12px 0">{html.escape(promise(label))}</div>'
        f'<table style="{TABLE}">{rows}</table>'
        f'<div style="border-top:4px solid {INK};padding-top:8px;font-weight:bold;color:{tone}">'
        f"{html.escape(verdict(label))}</div>"
        f'<table style="{TABLE}">{points}</table></div>'
    )


def headline(label: PrivacyLabel) -> str:
    """Return the epsilon to print large: computed, or a question mark.

    Args:
        label: the label to print.
    """
    return "= ?" if label.epsilon is None else f"= {label.epsilon:.2f}"


def _row(name: str, value: str | None) -> str:
    shown = html.escape(value) if value else f'<b style="color:{STOP}">✗ {NOT_STATED}</b>'
    return (
        f'<tr style="background:#fff">'
        f'<th scope="row" style="{CELL};width:32%;font-weight:normal;color:{SOFT}">{html.escape(name)}</th>'
        f'<td style="{CELL};color:{INK}">{shown}</td></tr>'
    )


def _finding(finding: Finding) -> str:
    sign, colour = ("✗", STOP) if finding.blocks else ("?", ASK)
    cell = f"{CELL};border-top:0;padding:4px 0"
    return (
        f'<tr style="background:#fff"><td style="{cell};width:4%;color:{colour}"><b>{sign}</b></td>'
        f'<td style="{cell};color:{INK}">{html.escape(finding.problem)}</td></tr>'
    )


def _claim(label: PrivacyLabel) -> str:
    parts = [] if label.delta is None else [f"at δ = {_power(label.delta)}"]
    parts += [] if label.claimed_epsilon is None else [f"claimed: ε = {label.claimed_epsilon:g}"]
    return "; ".join(parts)


def _power(value: float) -> str:
    """Return a small number as people write it.

    >>> _power(1e-5), _power(3e-6)
    ('10⁻⁵', '3·10⁻⁶')
    """
    digits, exponent = f"{value:.1e}".split("e")
    raised = "10" + str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return raised if float(digits) == 1 else f"{float(digits):g}·{raised}"


def _delta(label: PrivacyLabel) -> str | None:
    if label.delta is None:
        return None
    people = "" if label.clients is None else f", with {label.clients:,} people in the data"
    return _power(label.delta) + people


def _tuning(label: PrivacyLabel) -> str | None:
    if label.tuning_runs is None:
        return None
    if label.tuning_runs == 1:
        return "none: one run, with settings fixed beforehand"
    return f"{label.tuning_runs} on the same data, of which one was released"


def _audit(label: PrivacyLabel) -> str:
    if label.audit is None:
        return "none shown"
    found = label.audit
    return (
        f"ε is at least {found.lower_bound:.2f} with {round(100 * found.confidence, 4):g}% confidence "
        f"(so many trials can prove {found.ceiling:.1f} at most)"
    )


def _group(label: PrivacyLabel) -> str | None:
    if label.group_guarantee is None:
        return None
    epsilon, delta = label.group_guarantee
    return f"ε = {epsilon:.2f} at δ = {delta:.1g}" if delta < 1 else "no promise: δ reaches 1"
