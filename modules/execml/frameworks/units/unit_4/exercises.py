"""Exercises of unit 4: where a counter stops, which job to compile, which port passes and is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from execml.course.answers.names import for_each, name_and_number
from execml.course.answers.numbers import missing_digits, number
from execml.course.answers.plain import described
from execml.course.answers.verdicts import NotYet, demand
from execml.course.learner.exercises import Exercise
from execml.frameworks.training.number_formats import FORMATS, rounded

# Three jobs, made up for the exercise. Compiling takes the stated time for each shape of a batch that occurs.
JOBS: dict[str, Any] = {
    "job": ("nightly refresh", "quarterly retraining", "search over 40 network sizes"),
    "compiling (s)": (25, 25, 25),
    "different shapes": (1, 2, 40),
    "plain step (ms)": (4.0, 40.0, 4.0),
    "compiled step (ms)": (2.5, 22.0, 2.5),
    "steps in all": (3_000, 20_000, 120_000),
}


# Three ports to eight bits, made up for the exercise; decisions are counted on 10,000 clients.
PORTS: dict[str, Any] = {
    "vendor": ("Elm", "Fir", "Gum"),
    "AUC before": (0.776, 0.776, 0.776),
    "AUC after": (0.776, 0.775, 0.776),
    "refused before": (2_410, 2_410, 2_410),
    "refused after": (1_708, 2_402, 2_409),
}


def _counters(answer: Any) -> None:
    """Find each counter's end by search, and compare it with the answer."""
    names = ("bfloat16", "float16", "float32")
    wanted = f"Answer with three numbers in brackets, for {', '.join(names)}; this is {described(answer)}."
    counters = for_each(answer, names, wanted)
    demand(len(counters) == len(names), wanted)
    for name in names:
        value, end, form = number(counters[name], name), _end_of_counting(name), FORMATS[name]
        _reject(
            value,
            (
                (form.largest, f"{name}: that is its largest number. The counter stops long before."),
                (
                    end - 1,
                    f"{name}: one step more still works. At which number does adding 1 change nothing?",
                ),
                (end + 1, f"{name}: the counter never gets there. At which number is it stuck?"),
                (end / 2, f"{name}: at that number, adding 1 still works. Count the significant bits again."),
                (2 * end, f"{name}: it is stuck earlier, at half of that. A tie goes to the even number."),
                (2.0**form.bits, f"{name}: not all of its {form.bits} bits are significant ones."),
            ),
        )
        otherwise = f"at {value:,.0f} the counter is not stuck for the first time."
        demand(value == end, f"{name}: {missing_digits(value, end, whole=True) or otherwise}")


def _end_of_counting(name: str) -> float:
    """Return the first whole number at which adding 1 in a format changes nothing.

    The spacing of a format's numbers changes at powers of two only, so that these are the ones to try.
    """
    end = 1.0
    while float(rounded(end + 1, name)) > end:
        end *= 2
    return end


def _worth_compiling(answer: Any) -> None:
    """Work the saving of each job out, and compare."""
    form = 'Answer with two things in brackets: the job and the seconds, such as `("nightly refresh", 10)`.'
    job, seconds = name_and_number(answer, JOBS["job"], "job", "the gain", form)
    columns = {name: np.array(values, dtype=float) for name, values in JOBS.items() if name != "job"}
    saved = columns["steps in all"] * (columns["plain step (ms)"] - columns["compiled step (ms)"]) / 1_000
    spent = columns["compiling (s)"] * columns["different shapes"]
    best = int(np.argmax(saved - spent))
    chosen = JOBS["job"].index(job)
    demand(
        chosen == best,
        f"Compiling costs the {job} {spent[chosen]:,.0f} s in all. Work out what its steps save, and "
        "compare: does it ever get there?",
    )
    gain = float(saved[best] - spent[best])
    _reject(
        seconds,
        (
            (
                saved[best],
                "The job is right. That is what its steps save; now subtract what compiling costs.",
            ),
            (saved[best] - 25, "The job is right. It meets more than one shape, and compiles for each."),
            (1_000 * gain, "The job is right. That is in milliseconds."),
            (-gain, "The job is right, and the sign is not."),
        ),
    )
    demand(
        abs(seconds - gain) < 0.5,
        "The job is right, the seconds are not: saving a step × steps − preparation.",
    )


def _port(answer: Any) -> None:
    """Accept the port whose refusals differ most, and the least number of decisions that follows."""
    form = 'Answer with two things in brackets: the vendor and the clients, such as `("Fir", 8)`.'
    vendor, clients = name_and_number(answer, PORTS["vendor"], "vendor", "the number of clients", form)
    before, after = (np.array(PORTS[f"refused {when}"]) for when in ("before", "after"))
    gone = np.abs(before - after)
    chosen, worst = PORTS["vendor"].index(vendor), int(gone.argmax())
    demand(
        chosen == worst,
        f"{vendor} refuses {abs(int(gone[chosen]))} clients more or fewer than before. Does another column "
        "than the AUC tell the three apart?",
    )
    _reject(
        clients,
        (
            (
                after[worst],
                "The vendor is right. That is how many it refuses now; how many decisions differ?",
            ),
            (before[worst], "The vendor is right. That is how many were refused before."),
            (gone[worst] / 10_000, "The vendor is right. That is a share of the clients. Count them."),
            (gone[worst] / 100, "The vendor is right. That is a percentage. Count the clients."),
            (-gone[worst], "The vendor is right, and a number of clients is not negative."),
            (gone.sum(), "The vendor is right. That adds all three vendors up."),
        ),
    )
    demand(
        clients == gone[worst],
        missing_digits(clients, float(gone[worst]), whole=True)
        or "The vendor is right, the number is not: every refusal that is gone is a decision that differs.",
    )


def _reject(value: float, mistakes: Sequence[tuple[float, str]]) -> None:
    """Raise the feedback of the first typical wrong value that the answer equals."""
    for wrong, feedback in mistakes:
        if abs(value - wrong) <= 1e-9 * max(1.0, abs(wrong)):
            raise NotYet(feedback)


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        id="fw4.counters",
        title="Where a counter stops",
        difficulty="warm-up",
        minutes=4,
        hints=(
            "A format with p significant bits holds every whole number up to a certain size. What comes "
            "after the last of them?",
            "Beyond 2 to the power p only every second whole number exists. Adding 1 lands half-way, and a "
            "tie goes to the number whose last bit is 0.",
            "p stands in the text on formats: the unit roundoff is 2 to the power −p.",
        ),
        verify=_counters,
        praise="So a count of clients, clicks or steps never belongs in sixteen bits.",
    ),
    Exercise(
        id="fw4.worth_compiling",
        title="Which job to compile",
        difficulty="core",
        minutes=5,
        hints=(
            "Preparation is paid once for each shape, the saving at every step.",
            "Total preparation is compiling × shapes. Total saving is steps × (plain − compiled).",
            "Mind the units: steps are in milliseconds, compiling in seconds.",
        ),
        verify=_worth_compiling,
        praise="A job pays for its compiler when steps are many, long, and all of one shape.",
    ),
    Exercise(
        id="fw4.port",
        title="The port that passes",
        difficulty="core",
        minutes=5,
        hints=(
            "The AUC asks only who stands above whom. Which change of all scores does it not see?",
            "If all risks shrink alike, the order stays, and fewer of them lie above the cutoff.",
            "Compare the refusals before and after. Each that is gone is a client decided differently.",
        ),
        verify=_port,
        praise="It is a lower bound: more may have changed, both ways. So ask for the decisions, one by one.",
    ),
)
