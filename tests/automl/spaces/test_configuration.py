"""A configuration in words, and as a key."""

from execml.automl.spaces.configuration import Configuration


def test_a_configuration_reads_as_a_person_writes_it() -> None:
    assert str(Configuration("trees", {"rate": 0.123456, "rounds": 7})) == "trees: rate 0.123, rounds 7"


def test_equal_configurations_are_one_key_in_whatever_order_their_settings_were_named() -> None:
    one = Configuration("trees", {"rate": 0.1, "rounds": 7})
    other = Configuration("trees", {"rounds": 7, "rate": 0.1})
    assert list(one.values) != list(other.values)
    assert one == other and len({one, other}) == 1
