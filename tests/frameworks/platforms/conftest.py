"""Models whose branches an exporter may freeze, their clients, and what they score by hand."""

import execml.frameworks as fw
import numpy as np
import onnx
import pytest
import torch
from execml.frameworks.platforms import portability
from execml.frameworks.platforms.export_trials import linear_layer
from execml.frameworks.platforms.exporter_noise import without_notes
from execml.frameworks.platforms.portability import PortableModel

COLUMN = 2


class Branches(torch.nn.Module):
    """Two linear models; the third feature chooses between them, in Python."""

    def __init__(self) -> None:
        super().__init__()
        self.low = linear_layer(np.array([[1.0, -1.0, 0.5]]), np.array([0.1]))
        self.high = linear_layer(np.array([[-2.0, 0.3, 0.2]]), np.array([-0.4]))

    def forward(self, client: torch.Tensor) -> torch.Tensor:
        if client[0, COLUMN] > 0:
            return torch.sigmoid(self.high(client))
        return torch.sigmoid(self.low(client))


class Formula(Branches):
    """The same choice as a formula."""

    def forward(self, clients: torch.Tensor) -> torch.Tensor:
        chosen = torch.where(clients[:, COLUMN, None] > 0, self.high(clients), self.low(clients))
        return torch.sigmoid(chosen)


@pytest.fixture(scope="session")
def branches() -> Branches:
    return Branches()


@pytest.fixture(scope="session")
def clients() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(300, 3)).astype(np.float32)


@pytest.fixture(scope="session")
def expected(clients: np.ndarray) -> np.ndarray:
    """What the two branches give, by hand."""
    low = clients @ np.array([1.0, -1.0, 0.5]) + 0.1
    high = clients @ np.array([-2.0, 0.3, 0.2]) - 0.4
    return 1 / (1 + np.exp(-np.where(clients[:, COLUMN] > 0, high, low)))


@pytest.fixture(scope="session")
def exported(clients: np.ndarray) -> tuple[PortableModel, bytes]:
    """The formula as a portable model, and the file as the exporter itself wrote it."""
    written: list[bytes] = []

    def keep(proto: onnx.ModelProto) -> tuple[bytes, int]:
        written.append(proto.SerializeToString())
        return without_notes(proto)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(portability, "without_notes", keep)
        model = fw.export_torch(Formula(), torch.from_numpy(clients[:1]))
    return model, written[0]


@pytest.fixture(scope="session")
def portable(exported: tuple[PortableModel, bytes]) -> PortableModel:
    return exported[0]
