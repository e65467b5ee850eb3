"""Figures of unit 3: the title carries the number that matters, the alternative text what is drawn."""

from __future__ import annotations

from execml.course.page.fingerprint import fingerprint
from execml.homomorphic_encryption import sigmoid_polynomial
from execml.homomorphic_encryption.units.unit_3 import figures


def test_recovered_names_the_fewest_digits_that_suffice() -> None:
    fig, alt = figures.recovered((12, 11, 10), (5, 5, 0), 5)
    assert "Scores with 11 digits or more" in fingerprint(fig)
    assert "11 digits, 5, 10 digits, 0" in alt


def test_curves_say_where_they_end() -> None:
    polynomials = {degree: sigmoid_polynomial(degree) for degree in (3, 7)}
    fig, alt = figures.curves(polynomials, (-8.0, 8.0))
    assert f"becomes −{-polynomials[7](12.0):,.0%}" in fingerprint(fig)
    assert f"degree 3, {polynomials[3](12.0):.1f}" in alt


def test_the_names_of_the_curves_stand_clear_of_the_frame() -> None:
    fig, _ = figures.curves({degree: sigmoid_polynomial(degree) for degree in (3, 7)}, (-8.0, 8.0))
    low, high = fig.axes[0].get_ylim()
    names = [text for text in fig.axes[0].texts if text.get_text().startswith("degree")]
    assert [text.get_text() for text in names] == ["degree 3", "degree 7"]
    assert all(low + 0.2 < text.xy[1] < high - 0.2 for text in names)  # a letter is 0.15 high
