"""No quiz can be passed by the look of its options: not by length, place, rhythm, tone or choice of words.

Each rule is a share of the programme's questions. With few questions a share may be exceeded by luck, so
what is allowed is the share or a guesser's expected number and one standard deviation, whichever is more.
At half of the questions the share alone counts from eight questions on, at 40% from fifty.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from execml.course.learner.quizzes import questions
from execml.course.programme import MODULES, WELCOME, root

QUIZZES = [
    f"{module.prefix}{number}"
    for module in (WELCOME, *MODULES)
    for number in module.unit_numbers(root())
    if (module.unit_helpers(root(), number) / "quiz.yaml").exists()
]
ASKED = [item for unit in QUIZZES for item in questions(unit)]
TEXTS = [[option["text"] for option in item["options"]] for item in ASKED]
PLACES = [[option["right"] for option in item["options"]].index(True) for item in ASKED]

ABSOLUTE = re.compile(
    r"\b(all|always|any|anything|every|everything|each|exactly|ever|never|no|nobody|none|nothing|only|must|cannot"
    r"|impossible|whatever|whole|entirely|completely)\b"
)
HEDGES = re.compile(
    r"\b(can|could|may|might|often|usually|perhaps|some|sometimes|about|part|partly|roughly|nearly|hardly|mostly"
    r"|likely|probably|well|open|moderate)\b"
)
REASONS = re.compile(r"\b(because|since|as|so)\b")


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def count(text: str, listed: re.Pattern[str]) -> int:
    return len(listed.findall(text.lower()))


def most(share: float) -> float:
    """Return how many right answers a strategy may reach over the programme.

    The guesser's deviation is that of a binomial with the mean chance, which is never too small.
    """
    chance, number = float(np.mean([1 / len(options) for options in TEXTS])), len(TEXTS)
    return max(share * number, number * chance + math.sqrt(number * chance * (1 - chance)))


def reached(score: Callable[[str], float]) -> float:
    """Return how often the option with the highest score is right; among equals it is a guess."""
    total = 0.0
    for options, place in zip(TEXTS, PLACES, strict=True):
        scores = [score(text) for text in options]
        total += (scores[place] == max(scores)) / scores.count(max(scores))
    return total


STRATEGIES: dict[str, Callable[[str], float]] = {
    "longest": len,
    "shortest": lambda text: -len(text),
    "most words": lambda text: len(words(text)),
    "fewest words": lambda text: -len(words(text)),
    "longest words": lambda text: len(text) / len(words(text)),
    "most hedged": lambda text: count(text, HEDGES),
    "least hedged": lambda text: -count(text, HEDGES),
    "most absolute": lambda text: count(text, ABSOLUTE),
    "least absolute": lambda text: -count(text, ABSOLUTE),
    "most figures": lambda text: len(re.findall(r"\d", text)),
    "most clauses": lambda text: len(re.findall("[,;:.]", text)),
    "gives a reason": lambda text: count(text, REASONS),
    "gives no reason": lambda text: -count(text, REASONS),
}


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_no_look_of_an_option_passes(strategy: str) -> None:
    assert reached(STRATEGIES[strategy]) <= most(0.5)


@pytest.mark.parametrize("place", range(max(map(len, TEXTS))))
def test_no_place_is_favoured(place: int) -> None:
    assert PLACES.count(place) <= most(0.45)


def test_the_last_place_is_not_favoured() -> None:
    assert sum(place == len(options) - 1 for options, place in zip(TEXTS, PLACES, strict=True)) <= most(0.45)


@pytest.mark.parametrize("back", [1, 2, 3])
@pytest.mark.parametrize("step", [0, 1, 2])
def test_the_places_have_no_rhythm(back: int, step: int) -> None:
    """Somebody guesses the place of the answer 1, 2 or 3 questions earlier, or the one or two after it."""
    pairs = zip(PLACES[back:], PLACES, TEXTS[back:], strict=False)
    assert sum(place == (earlier + step) % len(options) for place, earlier, options in pairs) <= most(0.5)


@pytest.mark.parametrize("unit", QUIZZES)
def test_no_unit_has_all_its_answers_in_one_place(unit: str) -> None:
    asked = questions(unit)
    places = {[option["right"] for option in item["options"]].index(True) for item in asked}
    assert len(places) > 1 or len(asked) == 1


def lengths(right: bool) -> list[int]:
    return [len(option["text"]) for item in ASKED for option in item["options"] if option["right"] is right]


def test_right_options_are_as_long_as_wrong_ones() -> None:
    ratio = np.mean(lengths(True)) / np.mean(lengths(False))
    assert 0.9 <= ratio <= 1.1
    for extreme in (max, min):
        hit = (len(o[p]) == extreme(map(len, o)) for o, p in zip(TEXTS, PLACES, strict=True))
        assert sum(hit) <= most(0.4)


@pytest.mark.parametrize("listed", [ABSOLUTE, HEDGES], ids=["absolute", "hedges"])
def test_tone_is_the_same_in_right_and_wrong_options(listed: re.Pattern[str]) -> None:
    """Neither kind has such words more than half as often again, or one deviation of a Poisson count."""
    kinds = {True: [], False: []}
    for item in ASKED:
        for option in item["options"]:
            kinds[option["right"]].append(count(option["text"], listed))
    for one, other in ((True, False), (False, True)):
        expected = np.mean(kinds[other]) * len(kinds[one])
        assert sum(kinds[one]) <= max(1.5 * expected, expected + math.sqrt(expected))


def test_who_learned_the_style_of_the_other_units_does_not_pass() -> None:
    """A classifier learns which words and lengths go with right options, and answers an unseen unit."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression

    units = [unit for unit in QUIZZES for item in questions(unit) for _ in item["options"]]
    items = np.repeat(np.arange(len(TEXTS)), [len(options) for options in TEXTS])
    flat = [text for options in TEXTS for text in options]
    right = np.array([option["right"] for item in ASKED for option in item["options"]])
    style = np.array([style_of(text, options) for options in TEXTS for text in options])
    passed = 0
    for unit in QUIZZES:
        new = np.array([name == unit for name in units])
        vocabulary = CountVectorizer(min_df=3, binary=True, ngram_range=(1, 2), token_pattern=r"\w+")
        vocabulary.fit([text for text, is_new in zip(flat, new, strict=True) if not is_new])
        seen = np.hstack([vocabulary.transform(flat).toarray(), style])
        score = LogisticRegression(C=0.1, max_iter=1_000).fit(seen[~new], right[~new]).decision_function(seen)
        passed += sum(right[of][np.argmax(score[of])] for of in (items == item for item in set(items[new])))
    assert passed <= most(0.5)


def style_of(text: str, options: list[str]) -> list[float]:
    """Return an option's length beside the mean of its question, its place, its figures and its clauses."""
    relative = len(text) / np.mean([len(option) for option in options])
    digits, clauses = len(re.findall(r"\d", text)), len(re.findall("[,;:.]", text))
    shapes = [len(text) == max(map(len, options)), len(text) == min(map(len, options))]
    places = [options.index(text) == place for place in range(4)]
    return [10 * (relative - 1), digits, clauses, *map(float, shapes + places)]


@pytest.mark.parametrize("item", ASKED, ids=lambda item: item["question"][:40])
def test_options_of_a_question_are_alike_and_each_is_explained(item: dict[str, Any]) -> None:
    texts = [option["text"] for option in item["options"]]
    assert len(texts) in (3, 4)
    assert max(map(len, texts)) <= 1.5 * min(map(len, texts))
    for option in item["options"]:
        assert option["text"].endswith(".") and option["why"].endswith(".")
        assert len(words(option["why"])) >= 7 and "see above" not in option["why"].lower()


def test_the_sharpest_audit_ends_where_the_quiz_says() -> None:
    """The result of an audit without an error refutes every ε under which it has a probability below 5%."""
    epsilon, runs = 6.5, 1_000
    growth = math.exp(epsilon)
    alarms = np.linspace(0, 1, 2_000_001)
    hits = np.minimum(growth * alarms, 1 - (1 - alarms) / growth)  # the most that ε permits
    best = float(np.max(hits * (1 - alarms)))
    assert best**runs == pytest.approx((1 + 1 / growth) ** (-2 * runs), rel=1e-2)
    ceiling = -math.log(0.05 ** (-1 / (2 * runs)) - 1)
    assert f"{ceiling:.1f}" == "6.5" in questions("dp6")[0]["options"][2]["why"]
    assert (1 + math.exp(-8)) ** (-2 * runs) > 0.05  # so ε = 8 survives even that result
