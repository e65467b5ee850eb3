"""Figures, drawn and measured: nothing is cut, everything can be read, the alt text is there."""

from __future__ import annotations

import base64
import io
import itertools
import os
import re
from unittest import mock

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from execml.course.page.figures import (
    ACCENT,
    GREY,
    PALETTE,
    STYLE,
    contrast,
    figure,
    label_line,
    panels,
    png_html,
    readable,
    show,
)
from execml.course.page.layout import arrange
from execml.course.page.setup import begin

mpl.use("agg")
ALT = "A line falls from left to right."
LONG = (
    "Privacy costs 1.2 points of AUC at ε = 3 and almost nothing above ε = 8, when the bank trains on 20,000 "
    "clients with a batch of 256 and clips every gradient to length one"
)


@pytest.fixture(autouse=True)
def close_figures():
    with mpl.style.context(str(STYLE)):
        yield
    plt.close("all")


def texts_of(fig):
    """Return the titles, axis labels and labels of lines."""
    found = [fig._suptitle] if fig._suptitle else []
    for ax in fig.axes:
        found += [ax.title, ax._left_title, ax._right_title, ax.xaxis.label, ax.yaxis.label, *ax.texts]
    return [text for text in found if text.get_text().strip()]


def outside(fig):
    """Return the texts that reach beyond the figure by more than a pixel."""
    fig.draw_without_rendering()
    edge = fig.bbox.padded(1)
    return [
        text.get_text()
        for text in texts_of(fig)
        if not (edge.contains(*text.get_window_extent().min) and edge.contains(*text.get_window_extent().max))
    ]


def picture(html):
    """Return the picture inside the HTML as an array of pixels."""
    content = base64.b64decode(re.search(r'base64,([^"]+)"', html)[1])
    return plt.imread(io.BytesIO(content))


class TestTitles:
    @pytest.mark.parametrize("size", [(8, 4.5), (5, 3), (8, 2.5)])
    def test_long_title_stays_inside_the_figure(self, size):
        fig, ax = figure(LONG, "x", "y", size=size)
        ax.plot([0, 1], [0, 1])
        arrange(fig)
        assert outside(fig) == []
        assert " ".join(ax.get_title(loc="left").split()) == LONG

    def test_unarranged_long_title_would_be_cut(self):
        fig, _ = figure(LONG)
        assert outside(fig) != []

    def test_short_title_stays_on_one_line(self):
        fig, ax = figure("Losses fall")
        arrange(fig)
        assert ax.get_title(loc="left") == "Losses fall"

    def test_lines_of_a_title_are_evened_out(self):
        fig, ax = figure(
            "Small groups bear more of the noise than large groups do, whatever the budget is set to be now"
        )
        arrange(fig)
        lines = ax.get_title(loc="left").split("\n")
        assert len(lines) >= 2
        assert min(map(len, lines)) > 0.6 * max(map(len, lines))

    def test_formulas_are_not_broken(self):
        formula = "$\\delta = \\Phi(a) - e^{\\varepsilon} \\Phi(b)$"
        fig, ax = figure(f"The exact curve of the Gaussian mechanism is {formula} for all of them")
        arrange(fig)
        assert formula in ax.get_title(loc="left")

    def test_authors_line_breaks_are_kept(self):
        fig, ax = figure("First line\nsecond line")
        arrange(fig)
        assert ax.get_title(loc="left") == "First line\nsecond line"

    def test_arranging_twice_changes_nothing(self):
        fig, ax = figure(LONG)
        arrange(fig)
        first = ax.get_title(loc="left")
        arrange(fig)
        assert ax.get_title(loc="left") == first

    def test_side_by_side_titles_do_not_run_into_each_other(self):
        fig, axes = plt.subplots(1, 3, figsize=(8, 4))
        for ax in axes:
            ax.set_title("The classic formula promises too much above one")
            ax.set_ylabel("noise scale")
        arrange(fig)
        assert outside(fig) == []
        boxes = [ax._left_title.get_window_extent() for ax in axes]
        assert all(left.x1 < right.x0 for left, right in itertools.pairwise(boxes))

    def test_centred_titles_of_an_author_are_wrapped_as_well(self):
        fig, ax = plt.subplots(figsize=(6, 3))
        ax.set_title(LONG, loc="center", wrap=True)
        arrange(fig)
        assert outside(fig) == []

    def test_title_above_all_charts_and_long_labels_are_wrapped(self):
        fig, axes = panels(
            LONG, ("A", "B"), x="a label that goes on and on, far beyond its chart (in units)", y="y " * 60
        )
        arrange(fig)
        assert outside(fig) == []
        assert len(axes) == 2

    def test_lone_chart_s_title_begins_at_the_edge_of_its_labels(self):
        fig, ax = figure("Five facts single out 17 % of the clients", size=(8, 3))
        ax.barh(["sex, age, education, marriage and limit", "sex and age"], [17, 1])
        arrange(fig)
        fig.draw_without_rendering()
        assert ax._left_title.get_window_extent().x0 < ax.bbox.x0 - 150
        assert outside(fig) == []

    def test_a_title_makes_room_for_what_is_written_at_the_top_of_the_chart(self):
        fig, ax = figure("The average of all clients is marked, and the title is above it")
        ax.plot([0, 1], [0, 1])
        mark = ax.text(0.3, 1.09, "all clients", transform=ax.transAxes)
        arrange(fig)
        fig.draw_without_rendering()
        assert not mark.get_window_extent().overlaps(ax._left_title.get_window_extent())
        assert outside(fig) == []

    def test_lone_chart_s_title_begins_at_words_that_an_author_wrote_beside_it(self):
        fig, ax = figure("Four trainers promise the same")
        names = ax.text(-0.2, 0.5, "follows the proof", ha="right", transform=ax.transAxes)
        ax.set_yticks([])
        arrange(fig)
        fig.draw_without_rendering()
        left = names.get_window_extent().x0
        assert ax._left_title.get_window_extent().x0 == pytest.approx(left, abs=3)

    def test_hidden_charts_and_empty_figures_are_fine(self):
        fig, axes = plt.subplots(1, 2)
        axes[1].set_visible(False)
        arrange(fig)
        arrange(plt.figure())


class TestLabels:
    def test_labels_beside_lines_stay_inside_and_apart(self):
        fig, ax = figure("Three lines end close together")
        for place, height in enumerate((0.770, 0.771, 0.772)):
            ax.plot([0, 8], [0.2, height], color=PALETTE[place])
            label_line(ax, 8, height, f"line number {place}", PALETTE[place])
        arrange(fig)
        assert outside(fig) == []
        boxes = sorted((text.get_window_extent() for text in ax.texts), key=lambda box: box.y0)
        assert all(lower.y1 <= upper.y0 + 1 for lower, upper in itertools.pairwise(boxes))

    def test_labels_that_do_not_overlap_stay_where_they_were_put(self):
        fig, ax = figure("Two lines end apart")
        ax.plot([0, 1], [0, 1])
        for height in (0, 1):
            label_line(ax, 1, height, "end")
        arrange(fig)
        assert [text.xyann for text in ax.texts] == [(8, 0), (8, 0)]

    @pytest.mark.parametrize("colour", [*PALETTE, GREY, "yellow", "#ffffff"])
    def test_label_text_has_enough_contrast_whatever_the_line_s_colour(self, colour):
        _, ax = figure("t")
        label_line(ax, 0, 0, "text", colour)
        assert contrast(ax.texts[0].get_color()) >= 4.5

    def test_an_author_may_place_a_label_elsewhere(self):
        _, ax = figure("t")
        label_line(ax, 0, 0, "text", xytext=(0, 12), ha="center", fontsize=10)
        assert (ax.texts[0].xyann, ax.texts[0].get_fontsize()) == ((0, 12), 10)


class TestTicks:
    def test_thousands_are_separated_but_years_are_not(self):
        fig, ax = figure("t")
        ax.plot([2000, 2020], [-20_000, 40_000])
        arrange(fig)
        fig.draw_without_rendering()
        assert {"40,000", "\u221220,000"} <= {label.get_text() for label in ax.get_yticklabels()}
        assert not any("," in label.get_text() for label in ax.get_xticklabels())

    def test_an_author_s_own_labels_and_scales_are_left_alone(self):
        fig, ax = figure("t")
        ax.plot([1, 2], [1, 100_000])
        ax.set_yscale("log")
        ax.set_xticks([1, 2], ["one", "two"])
        before = ax.yaxis.get_major_formatter(), ax.xaxis.get_major_formatter()
        arrange(fig)
        assert (ax.yaxis.get_major_formatter(), ax.xaxis.get_major_formatter()) == before

    def test_four_digits_are_separated_too(self):
        fig, ax = figure("t")
        ax.plot([0, 3_500], [1_950, 5_150])
        arrange(fig)
        fig.draw_without_rendering()
        assert {"1,000", "3,000"} <= {label.get_text() for label in ax.get_xticklabels()}
        assert "5,000" in {label.get_text() for label in ax.get_yticklabels()}

    def test_negative_numbers_in_words_get_a_minus_sign(self):
        fig, ax = figure("From -1.49 on 2026-11-02")
        ax.plot([0, 1], label="-3 points")
        ax.text(0, 0, "well-known: -1%")
        ax.legend()
        arrange(fig)
        written = [
            ax.get_title(loc="left"),
            ax.texts[0].get_text(),
            ax.get_legend().get_texts()[0].get_text(),
        ]
        assert written == ["From \u22121.49 on 2026-11-02", "well-known: \u22121%", "\u22123 points"]


class TestMarkers:
    def test_curves_of_many_points_keep_about_a_dozen_markers(self):
        fig, ax = figure("t")
        (long,) = ax.plot(np.linspace(0, 1, 500))
        (short,) = ax.plot([1, 2, 3])
        (chosen,) = ax.plot(np.linspace(0, 1, 500), markevery=7)
        (plain,) = ax.plot(np.linspace(0, 1, 500), marker="")
        arrange(fig)
        assert 10 <= 500 / long.get_markevery() <= 13
        assert (short.get_markevery(), chosen.get_markevery(), plain.get_markevery()) == (None, 7, None)

    def test_image_has_no_grid_over_it(self):
        fig, ax = plt.subplots()
        ax.imshow(np.eye(3))
        arrange(fig)
        assert not any(line.get_visible() for line in ax.get_xgridlines())


# Machado, Oliveira and Fernandes (2009), "A physiologically-based model for simulation of color vision
# deficiency", IEEE TVCG 15(6), severity 1.0; applied to linear RGB.
VISION = {
    "usual": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def seen(colour, matrix):
    """Return a colour's CIELAB coordinates as an eye with this matrix sees it."""
    channels = np.array(mpl.colors.to_rgb(colour))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(np.array(matrix) @ linear, 0, 1) / (0.95047, 1.0, 1.08883)
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


class TestColours:
    @pytest.mark.parametrize("colour", [*PALETTE, GREY])
    def test_lines_have_at_least_three_to_one_on_white(self, colour):
        assert contrast(colour) >= 3.0

    @pytest.mark.parametrize(("first", "second"), list(itertools.combinations(PALETTE, 2)))
    @pytest.mark.parametrize("vision", VISION)
    def test_colours_differ_for_every_eye(self, vision, first, second):
        distance = np.linalg.norm(seen(first, VISION[vision]) - seen(second, VISION[vision]))
        assert distance > 15  # more than six just noticeable differences of 2.3

    @pytest.mark.parametrize("vision", VISION)
    def test_accent_stands_out_from_the_grey_for_every_eye(self, vision):
        assert np.linalg.norm(seen(ACCENT, VISION[vision]) - seen(GREY, VISION[vision])) > 20

    def test_accent_leads_the_palette_and_the_style_s_cycle(self):
        assert PALETTE[0] == ACCENT
        cycle = mpl.rc_params_from_file(STYLE, use_default_template=False)["axes.prop_cycle"]
        assert tuple(f"#{entry['color'].lstrip('#')}" for entry in cycle) == PALETTE
        assert len({entry["marker"] for entry in cycle}) == len(PALETTE)

    def test_contrast_agrees_with_the_published_extremes(self):
        assert contrast("black") == pytest.approx(21) and contrast("white") == pytest.approx(1)

    def test_readable_leaves_a_dark_colour_alone(self):
        assert readable("#601800") == "#601800"


class TestShow:
    def test_html_has_one_picture_with_the_alt_text_escaped(self, shown):
        fig, _ = figure("Losses fall")
        show(fig, 'Falls "fast" & <far>, from left to right.')
        html = shown[0]["text/html"]
        assert html.count("<img") == 1 and html.startswith("<figure") and html.endswith("</figure>")
        assert 'alt="Falls &quot;fast&quot; &amp; &lt;far&gt;, from left to right."' in html
        assert "background:#fff" in html
        assert shown[0]["text/plain"].startswith(
            'Figure: Falls "fast" & <far>, from left to right.\naxes: Losses fall'
        )

    @pytest.mark.parametrize("alt", ["", "too short", None, 3])
    def test_alt_text_is_a_sentence(self, alt):
        fig, _ = figure("t")
        with pytest.raises(ValueError, match="must describe the figure"):
            show(fig, alt)

    def test_figure_is_closed(self, shown):
        before = plt.get_fignums()
        fig, _ = figure("t")
        show(fig, ALT)
        assert plt.get_fignums() == before

    def test_stated_width_is_that_of_the_picture_to_the_nearest_twenty(self):
        fig, _ = figure(LONG)
        html = png_html(fig, ALT)
        assert int(re.search(r'width="(\d+)"', html)[1]) == pytest.approx(
            picture(html).shape[1] * 96 / 144, abs=10
        )

    def test_picture_is_sharp_light_and_not_cut(self):
        fig, ax = figure(LONG, "x", "y")
        ax.plot([0, 1], [0, 1])
        pixels = picture(png_html(fig, ALT))[:, :, :3]
        assert 1000 < pixels.shape[1] < 1250
        border = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
        assert border.min() == 1  # white all around: nothing touches the edge

    def test_equal_figures_give_equal_bytes(self):
        def draw():
            fig, ax = figure("Losses fall")
            ax.plot([3, 2, 1])
            return png_html(fig, ALT)

        assert draw() == draw()

    def test_default_figure_fits_a_notebook_page(self):
        fig, _ = figure("t")
        assert fig.get_figwidth() <= 8


class TestPanels:
    def test_charts_share_their_scales(self):
        _, (left, right) = panels("Both", ("A", "B"), x="year", y="losses (%)")
        left.plot([0, 1], [0, 10])
        right.plot([0, 1], [0, 1])
        assert left.get_ylim() == right.get_ylim()
        assert [ax.get_xlabel() for ax in (left, right)] == ["year", "year"]
        assert (left.get_ylabel(), right.get_ylabel()) == ("losses (%)", "")


SETTINGS = {
    "LaTeX for all text": {"text.usetex": True},
    "a dark style": {"text.color": "white", "axes.facecolor": "black", "savefig.facecolor": "black"},
    "margins": {"axes.xmargin": 0.5, "axes.ymargin": 0.5},
    "markers": {"lines.marker": "x", "lines.linestyle": "--"},
    "colours": {"axes.prop_cycle": mpl.cycler(color=["red"])},
    "letters": {"font.family": "serif", "mathtext.fontset": "cm", "font.weight": "bold"},
    "ticks": {"axes.formatter.use_locale": True, "axes.formatter.limits": [0, 1], "xtick.direction": "in"},
    "layout": {"figure.constrained_layout.use": False, "figure.autolayout": True},
    "files": {"savefig.dpi": 20, "savefig.bbox": None, "savefig.transparent": True, "savefig.format": "svg"},
    "drawing": {"path.sketch": (1, 100, 2), "lines.antialiased": False, "path.simplify_threshold": 1.0},
    "spines": {"axes.spines.right": True, "axes.grid": False, "axes.titlelocation": "right"},
    "xkcd": {"text.hinting": "none", "axes.unicode_minus": False, "figure.titlesize": 40},
}


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_a_picture_is_the_same_whatever_a_user_has_set(settings, monkeypatch):
    monkeypatch.setattr("execml.course.page.cold.page_begins", lambda shell: None)

    def picture():
        fig, ax = figure("The finding stands in the title $x^2$", x="year", y="share")
        ax.plot([1, 2, 3], [-3, 1, 2])
        return png_html(fig, ALT)

    usual = picture()
    with mpl.rc_context(settings), mock.patch.dict(os.environ):
        begin()
        assert picture() == usual
