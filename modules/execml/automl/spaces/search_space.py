"""The search space: which family of models, and then that family's own settings, as one conditional space.

Thornton, Hutter, Hoos and Leyton-Brown (2013, section 3) call the task combined algorithm selection and
hyperparameter optimisation, CASH: the choice of the algorithm is itself a setting, and every other setting
exists only under the choices that make it mean something.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from execml.automl.spaces.configuration import Configuration, Family, Setting, worded
from execml.course.validation import instance, several, whole

if TYPE_CHECKING:
    import pandas as pd


class SearchSpace:
    """A conditional space over families of models.

    Args:
        families: at least one, with different names.

    Raises:
        ValueError: if there is no family, two share a name, or a condition refers to no earlier setting.

    >>> from execml.automl.spaces.families import harbour_space
    >>> space = harbour_space()
    >>> space.dimensions, len(space.families)
    (23, 5)
    >>> print(space.sample(np.random.default_rng(4)))
    nearest neighbours: neighbours 11, votes nearer counts more, distance city block
    """

    def __init__(self, families: Sequence[Family]) -> None:
        """Check names and conditions."""
        for family in several("families", families):
            instance("families", family, Family)
        self.families = {family.name: family for family in families}
        if not families or len(self.families) != len(families):
            raise ValueError(
                f"families={[f.name for f in families]!r} must be at least 1, with different names"
            )
        for family in families:
            _check_conditions(family)

    @property
    def dimensions(self) -> int:
        """How many settings there are in all, the choice of the family included."""
        return 1 + sum(len(family.settings) for family in self.families.values())

    def sample(self, generator: np.random.Generator) -> Configuration:
        """Draw a family, each equally likely, and then each setting that exists, in order."""
        name = list(self.families)[int(generator.integers(len(self.families)))]
        return self.sample_family(name, generator)

    def sample_family(self, name: str, generator: np.random.Generator) -> Configuration:
        """Draw the settings of one family.

        Raises:
            ValueError: if the space has no such family.
        """
        values: dict[str, Any] = {}
        for setting in self._family(name).settings:
            if setting.active(values):
                values[setting.name] = setting.domain.sample(generator)
        return Configuration(name, values)

    def build(self, configuration: Configuration, random_state: int = 0) -> Any:
        """Return the untrained scikit-learn estimator that a configuration describes.

        Args:
            configuration: a point of this space.
            random_state: seed of the estimator's own random choices.

        Raises:
            ValueError: if the configuration is not a point of this space; the message says why.
        """
        self.check(configuration)
        return self._family(configuration.family).make(configuration.values, random_state)

    def check(self, configuration: Configuration) -> None:
        """Raise a ValueError unless the configuration has a value, in its range, for each active setting."""
        values = configuration.values
        active = [s for s in self._family(configuration.family).settings if s.active(values)]
        names = [setting.name for setting in active]
        if set(names) != set(values):
            raise ValueError(f"configuration of {configuration.family!r} must set exactly {names}")
        for setting in active:
            if not setting.domain.contains(values[setting.name]):
                raise ValueError(
                    f"{setting.name}={values[setting.name]!r} must be in {setting.domain.describe()}"
                )

    def grid(self, levels: int, family: str | None = None) -> list[Configuration]:
        """Return every combination of a few evenly spread values a setting, each combination once.

        Args:
            levels: values for each numeric setting; a choice contributes all its options.
            family: one family, or ``None`` for all.

        Raises:
            ValueError: if ``levels`` is below 1, or the space has no such family.
        """
        whole("levels", levels)
        names = list(self.families) if family is None else [family]
        return [point for name in names for point in self._grid_of(self._family(name), levels)]

    def encode(self, configuration: Configuration) -> np.ndarray:
        """Return a configuration as numbers for a surrogate model.

        Returns:
            float64, shape (families + settings,): 1 for the family chosen and 0 for the others; then each
            setting's place in its range from 0 to 1, and −1 where the setting does not exist.
        """
        one_hot = [float(name == configuration.family) for name in self.families]
        places = [
            setting.domain.unit(configuration.values[setting.name])
            if family.name == configuration.family and setting.name in configuration.values
            else -1.0
            for family in self.families.values()
            for setting in family.settings
        ]
        return np.array(one_hot + places)

    def describe(self) -> pd.DataFrame:
        """Return one row a setting: family, setting, range, and the condition under which it exists."""
        import pandas as pd

        rows = [
            (family.name, setting.name, setting.domain.describe(), _condition(setting))
            for family in self.families.values()
            for setting in family.settings
        ]
        return pd.DataFrame(rows, columns=["family", "setting", "range", "only if"])

    def overview(self) -> pd.DataFrame:
        """Return one row a family: its name, its settings in a list, and its conditions, or a dash."""
        import pandas as pd

        rows = []
        for family in self.families.values():
            names = ", ".join(setting.name for setting in family.settings)
            conditions = [f"{s.name} only if {_condition(s)}" for s in family.settings if s.when]
            rows.append((family.name, names, "; ".join(conditions) or "–"))
        return pd.DataFrame(rows, columns=["family", "settings", "a condition"])

    def _family(self, name: str) -> Family:
        if name not in self.families:
            raise ValueError(f"family={name!r} must be one of: {', '.join(self.families)}")
        return self.families[name]

    @staticmethod
    def _grid_of(family: Family, levels: int) -> list[Configuration]:
        points: list[Configuration] = []
        for combination in product(*(setting.domain.levels(levels) for setting in family.settings)):
            values: dict[str, Any] = {}
            for setting, value in zip(family.settings, combination, strict=True):
                if setting.active(values):
                    values[setting.name] = value
            points.append(Configuration(family.name, values))
        return list(dict.fromkeys(points))  # without inactive settings some combinations coincide


def _check_conditions(family: Family) -> None:
    earlier: list[str] = []
    for setting in family.settings:
        if setting.name in earlier or (setting.when is not None and setting.when[0] not in earlier):
            raise ValueError(
                f"setting {setting.name!r} of {family.name!r} must be new, and its condition an earlier one"
            )
        earlier.append(setting.name)


def _condition(setting: Setting) -> str:
    if setting.when is None:
        return ""
    return f"{setting.when[0]} is {' or '.join(worded(value) for value in setting.when[1])}"
