"""Commands of those who present and compare."""

from __future__ import annotations

from ..pipeline.units import GOOD, source

UNIT = "3_differential_privacy/1_small"


def test_a_topic_without_a_benchmark_says_so(run):
    none = run("bench", "quantum_ml")
    assert none.exit_code == 1
    assert none.output == "quantum_ml has no benchmark: there is no package execml.quantum_ml.bench\n"


def test_the_guide_is_printed_for_the_modules_that_have_units(run, tmp_path):
    source(tmp_path, UNIT, GOOD)
    assert "# Differential privacy: the facilitator's guide" in run("guide").output
    assert run("guide", "automl").exit_code == 1
