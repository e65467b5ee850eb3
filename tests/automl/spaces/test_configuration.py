"""A configuration in words."""

from execml.automl.spaces.configuration import Configuration


def test_a_configuration_reads_as_a_person_writes_it() -> None:
    assert str(Configuration("trees", {"rate": 0.123456, "rounds": 7})) == "trees: rate 0.123, rounds 7"
