"""Fingerprints: they change when the picture says something else, and only then."""

from __future__ import annotations

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from execml.course.page.figures import figure, panels
from execml.course.page.fingerprint import fingerprint, rounded
from hypothesis import given, settings
from hypothesis import strategies as st

mpl.use("agg")


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def drawn(draw, **options):
    fig, ax = figure("A finding", x="x (unit)", y="y (unit)")
    draw(ax)
    return fingerprint(fig, **options)


class TestRounded:
    @settings(deadline=None, max_examples=200)
    @given(st.floats(min_value=1e-300, max_value=1e300), st.integers(1, 6))
    def test_is_the_nearest_number_of_so_many_digits(self, value, digits):
        assert float(rounded(value, digits)) == pytest.approx(value, rel=0.5001 * 10 ** (1 - digits))

    @settings(deadline=None, max_examples=200)
    @given(st.integers(1000, 99_999), st.integers(-8, 8), st.integers(-3, 3))
    def test_noise_in_the_last_bits_never_shows_even_at_a_rounding_edge(self, whole, power, steps):
        value = float(f"{whole}5e{power}")  # exactly between two numbers of fewer digits
        noisy = value
        for _ in range(abs(steps)):
            noisy = np.nextafter(noisy, np.inf if steps > 0 else -np.inf)
        digits = len(str(whole))
        assert rounded(noisy, digits) == rounded(value, digits)

    def test_zero_has_no_sign_and_no_noise(self):
        assert [rounded(value, 3, scale=1.0) for value in (0.0, -0.0, 1e-17, -3e-16)] == ["0"] * 4
        assert rounded(1e-12, 3, scale=1.0) == "1e-12"

    @pytest.mark.parametrize(
        ("value", "text"),
        [(0.0005, "0.0005"), (-1.2345, "-1.23"), (999.9, "1e+03"), (99.95, "100"), (float("nan"), "nan")],
    )
    def test_examples(self, value, text):
        assert rounded(value, 3) == text


class TestFingerprint:
    def test_lines_report_their_span_and_extremes(self):
        text = drawn(lambda ax: ax.plot([1, 2, 4], [0.5, np.nan, 1.5], label="loss"))
        assert text == (
            "axes: A finding | x: x (unit) | y: y (unit)\n"
            "line 'loss': x 1 to 4 | y n=3 min=0.5 max=1.5 mean=1"
        )

    def test_bars_are_listed_with_their_names_lying_or_standing(self):
        for kind in ("bar", "barh"):
            text = drawn(lambda ax, kind=kind: getattr(ax, kind)(["men", "women"], [0.2416, 0.00208]))
            assert "(men, women)" in text and "bars: 0.242, 0.00208" in text

    def test_many_bars_are_summed_up(self):
        text = drawn(lambda ax: ax.hist(np.arange(100), bins=20))
        assert "bars: n=20 min=5 max=5 mean=5" in text

    def test_points_areas_steps_images_and_texts_are_described(self):
        assert "points: x 1 to 2 | y n=2 min=3 max=4 mean=3.5" in drawn(lambda ax: ax.scatter([1, 2], [3, 4]))
        assert "area: x 0 to 1 | y" in drawn(lambda ax: ax.fill_between([0, 1], [0, 0], [1, 2]))
        assert "steps: n=3 min=1 max=3 mean=2" in drawn(lambda ax: ax.stairs([1, 2, 3]))
        assert "image: n=4 min=0 max=1 mean=0.5" in drawn(lambda ax: ax.imshow(np.eye(2)))
        assert "field: n=4 min=0 max=1 mean=0.5" in drawn(lambda ax: ax.pcolormesh(np.eye(2)))
        assert "text: 17 % of clients" in drawn(lambda ax: ax.text(0, 0, "17 %\nof clients"))

    def test_error_bars_are_described_by_their_ends(self):
        assert "y n=4 min=1.5 max=4.5" in drawn(lambda ax: ax.errorbar([1, 2], [2, 4], yerr=0.5))

    def test_legends_and_titles_over_all_charts_are_included(self):
        def draw(ax):
            ax.plot([1, 2], label="private")
            ax.legend()

        assert "legend: private" in drawn(draw)
        fig, _ = panels("Both improved", ("A", "B"))
        assert fingerprint(fig).startswith("figure: Both improved\naxes: A")

    def test_wrapping_a_title_makes_no_difference(self):
        from execml.course.page.layout import arrange

        fig, ax = figure(
            "A long finding that will not fit on a single line of this figure, however one tries", "x"
        )
        ax.plot([1, 2])
        before = fingerprint(fig)
        arrange(fig)
        assert "\n" in ax.get_title(loc="left") and fingerprint(fig) == before

    def test_colour_bars_and_hidden_charts_are_left_out(self):
        fig, axes = plt.subplots(1, 2)
        fig.colorbar(axes[0].imshow(np.eye(2)))
        axes[1].set_visible(False)
        assert fingerprint(fig).count("axes:") == 1

    @pytest.mark.parametrize(
        "draw",
        [
            lambda ax: ax.plot(["a", "b"], [1, 2]),
            lambda ax: ax.plot(np.array(["2024-01-01", "2024-02-01"], dtype="datetime64[D]"), [1, 2]),
            lambda ax: ax.plot([], []),
            lambda ax: ax.plot(np.ma.masked_array([1.0, 2.0], [True, False])),
            lambda ax: ax.scatter([], []),
            lambda ax: ax.boxplot([[1, 2, 3]]),
            lambda ax: ax.pie([1, 2]),
            lambda ax: ax.contour(np.arange(9).reshape(3, 3)),
            lambda ax: ax.hexbin(np.arange(20), np.arange(20), gridsize=5),
            lambda ax: ax.axvspan(0, 1),
            lambda ax: ax.annotate("", (0, 0), (1, 1), arrowprops={"arrowstyle": "->"}),
        ],
    )
    def test_any_kind_of_chart_has_one(self, draw):
        assert drawn(draw).startswith("axes: A finding")

    def test_a_difference_in_the_third_digit_shows_and_in_the_fifth_does_not(self):
        base = drawn(lambda ax: ax.plot([1, 2.000]))
        assert drawn(lambda ax: ax.plot([1, 2.01])) != base
        assert drawn(lambda ax: ax.plot([1, 2.0001])) == base
        assert drawn(lambda ax: ax.plot([1, 2.01]), digits=2) == drawn(lambda ax: ax.plot([1, 2.0]), digits=2)

    def test_noise_of_arithmetic_does_not_show(self):
        noise = 1 + np.random.default_rng(0).uniform(-1e-15, 1e-15, 400)
        values = np.round(np.random.default_rng(1).normal(size=400), 2)
        assert drawn(lambda ax: ax.plot(values * noise)) == drawn(lambda ax: ax.plot(values))

    def test_digits_are_a_whole_number(self):
        with pytest.raises(ValueError, match="digits=0 must be a whole number of at least 1"):
            drawn(lambda ax: None, digits=0)
