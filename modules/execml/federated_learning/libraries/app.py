"""The same model as an app of Flower's: ``ClientApp``, ``ServerApp``, and the folder for ``flwr run``."""

from __future__ import annotations

from pathlib import Path

from execml.course.validation import positive, whole

PROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "harbour"
version = "1.0.0"
description = "Logistic regression of the risk of default, federated."
license = { file = "LICENSE" }
dependencies = ["flwr>=1.41,<1.42"]

[tool.hatch.build.targets.wheel]
packages = ["."]

[tool.flwr.app]
publisher = "harbour"
fab-format-version = 1
flwr-version-target = "1.41.0"

[tool.flwr.app.components]
serverapp = "harbour.server_app:app"
clientapp = "harbour.client_app:app"

[tool.flwr.app.config]
lenders = LENDERS
rounds = ROUNDS
learning-rate = LEARNING_RATE
local-epochs = LOCAL_EPOCHS
patience = PATIENCE
result = "RESULT"
"""

CLIENT = '''\
"""A lender: trains on its own file, and returns the model."""

import numpy as np
from execml.federated_learning.averaging.methods import FedAvg
from execml.federated_learning.averaging.network import flattened, unflattened
from flwr.app import ArrayRecord, Context, Message, MetricRecord, RecordDict
from flwr.clientapp import ClientApp

app = ClientApp()


@app.train()
def train(message: Message, context: Context) -> Message:
    """Do the round's local steps."""
    with np.load(str(context.node_config["book"])) as book:
        client = book["features"], book["labels"]
    received = message.content["arrays"].to_numpy_ndarrays()
    plan = FedAvg(
        learning_rate=float(context.run_config["learning-rate"]),
        local_epochs=int(context.run_config["local-epochs"]),
    )
    update = plan.updates([client], received, np.random.default_rng(0))[0]
    trained = unflattened(flattened(received) + update, received)
    content = RecordDict(
        {"arrays": ArrayRecord(trained), "metrics": MetricRecord({"num-examples": len(client[1])})}
    )
    return Message(content=content, reply_to=message)
'''

SERVER = '''\
"""The operator: sends the model out, averages what comes back, and writes down who came."""

import json
from pathlib import Path

import numpy as np
from flwr.app import ArrayRecord, Context
from flwr.serverapp import Grid, ServerApp
from flwr.serverapp.strategy import FedAvg

app = ServerApp()


class Counted(FedAvg):
    """Flower's FedAvg, with a line a round about how many lenders were asked and how many answered."""

    def configure_train(self, server_round, arrays, config, grid):
        """Wait for all lenders before the first round, later for one; note how many are asked."""
        self.min_train_nodes = self.min_available_nodes = self.lenders if server_round == 1 else 1
        messages = list(super().configure_train(server_round, arrays, config, grid))
        self.asked = len(messages)  # who never answers stands in no reply
        return messages

    def aggregate_train(self, server_round, replies):
        """Average, and write the counts down."""
        answers = list(replies)
        good = [answer for answer in answers if not answer.has_error()]
        with Path(self.result).with_suffix(".jsonl").open("a", encoding="utf-8") as log:
            count = {"round": server_round, "asked": self.asked, "answered": len(good)}
            log.write(json.dumps(count) + "\\n")
        return super().aggregate_train(server_round, answers)


@app.main()
def main(grid: Grid, context: Context) -> None:
    """Run the rounds, and save the model."""
    settings = context.run_config
    with np.load(str(settings["result"])) as start:
        layers = [start[name] for name in sorted(start.files)]
    strategy = Counted(fraction_evaluate=0.0, min_train_nodes=1, min_available_nodes=1)
    strategy.result, strategy.lenders = str(settings["result"]), int(settings["lenders"])
    found = strategy.start(
        grid=grid,
        initial_arrays=ArrayRecord(layers),
        num_rounds=int(settings["rounds"]),
        timeout=float(settings["patience"]),
    )
    arrays = found.arrays.to_numpy_ndarrays()
    np.savez(str(settings["result"]) + ".done.npz", **{f"layer_{k}": one for k, one in enumerate(arrays)})
'''


def flower_app(
    folder: Path,
    rounds: int,
    result: Path,
    learning_rate: float = 0.5,
    local_epochs: int = 5,
    patience: float = 60.0,
    lenders: int = 1,
) -> Path:
    """Write the app's folder, and return it; it holds nothing of anybody's data.

    Each lender's node says in its ``node_config`` where its own book lies, a file with ``features`` and
    ``labels``. The server reads the first model from ``result`` and writes the last one beside it.

    Args:
        folder: where the app is written; made if it is not there.
        rounds: 1 or more.
        result: path of the ``.npz`` with the first model's layers.
        learning_rate: of the local steps.
        local_epochs: local full-batch steps a round.
        patience: seconds that the server waits for answers in a round.
        lenders: how many must be connected before the first round.

    Raises:
        ValueError: if an argument lies outside its range.
    """
    values = {
        "LEARNING_RATE": f"{positive('learning_rate', learning_rate)!r}",
        "LOCAL_EPOCHS": str(whole("local_epochs", local_epochs)),
        "LENDERS": str(whole("lenders", lenders)),
        "ROUNDS": str(whole("rounds", rounds)),
        "PATIENCE": f"{positive('patience', patience)!r}",
        "RESULT": Path(result).as_posix(),
    }
    project = PROJECT
    for name, value in values.items():
        project = project.replace(name, value)
    package = Path(folder) / "harbour"
    package.mkdir(parents=True, exist_ok=True)
    files = {
        "__init__.py": '"""Harbour Bank\'s federation."""\n',
        "client_app.py": CLIENT,
        "server_app.py": SERVER,
    }
    for name, text in files.items():
        (package / name).write_text(text, encoding="utf-8")
    (Path(folder) / "pyproject.toml").write_text(project, encoding="utf-8")
    (Path(folder) / "LICENSE").write_text("For lessons.\n", encoding="utf-8")
    return Path(folder)
