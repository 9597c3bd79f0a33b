"""Training of the byte transformer, a step at a time, and its checkpoint.

A checkpoint is one safetensors file with the weights, the optimiser's moments and the number of steps; it replaces
its predecessor in one rename, so that whatever moment the process ends at, the file on disk is whole.
"""

import json
import math
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor
from torch.nn import functional

from subnets.text_prediction.miners.transformer_model import ByteTransformer, ModelShape

_WARM_UP_STEPS = 30
_DECAY_STEPS = 600
_MOMENTS = ("exp_avg", "exp_avg_sq")


class CheckpointError(ValueError):
    """A checkpoint cannot be resumed from; the text says which and why."""


@dataclass(frozen=True)
class TrainingPlan:
    """How fast and on how much at a time. `seed` fixes the first weights."""

    batch: int = 32
    learning_rate: float = 3e-3
    seed: int = 0


class Trainer:
    """A model, its optimiser and the steps they have taken together."""

    def __init__(self, shape: ModelShape, plan: TrainingPlan, draw_text: Callable[[int], bytes]) -> None:
        """Learn from what `draw_text(size)` returns: at least `size` bytes of fresh text."""
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(plan.seed)
            self.model = ByteTransformer(shape)
        self.steps = 0
        self._plan = plan
        self._draw_text = draw_text
        self._optimiser = torch.optim.AdamW(
            self.model.parameters(), lr=plan.learning_rate, betas=(0.9, 0.97), weight_decay=0.01
        )

    def step(self) -> float:
        """Learn from one batch; returns its loss in bits per byte."""
        window = self.model.shape.context + 1
        size = self._plan.batch * window
        text = np.frombuffer(self._draw_text(size), dtype=np.uint8, count=size).astype(np.int64)
        batch = torch.from_numpy(text.reshape(self._plan.batch, window))
        for group in self._optimiser.param_groups:
            group["lr"] = self._learning_rate()
        loss = functional.cross_entropy(self.model(batch[:, :-1]).flatten(0, 1), batch[:, 1:].flatten())
        self._optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self._optimiser.step()
        self.steps += 1
        return float(loss.item()) / math.log(2.0)

    def save(self, path: Path) -> None:
        """Write the checkpoint over its predecessor at `path`."""
        tensors = {f"weight.{name}": value for name, value in self.model.state_dict().items()}
        for name, parameter in self.model.named_parameters():
            for moment in _MOMENTS:
                if parameter in self._optimiser.state:
                    tensors[f"{moment}.{name}"] = self._optimiser.state[parameter][moment]
        facts = {"steps": str(self.steps), "shape": json.dumps(asdict(self.model.shape))}
        unfinished = path.with_suffix(".unfinished")
        with unfinished.open("wb") as file:
            file.write(save(tensors, metadata=facts))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)

    def resume(self, path: Path) -> None:
        """Go on from the checkpoint at `path`. Raises CheckpointError if it is damaged or of another shape."""
        try:
            with safe_open(path, framework="pt") as file:
                facts: dict[str, str] = file.metadata() or {}
                tensors: dict[str, Tensor] = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        except (OSError, SafetensorError) as error:
            raise CheckpointError(f"{path} cannot be read: {error}; remove it to start afresh") from error
        if json.loads(facts.get("shape", "null")) != asdict(self.model.shape):
            raise CheckpointError(
                f"{path} holds a model of shape {facts.get('shape')}, not {self.model.shape}; "
                "give those settings, or remove it to start afresh"
            )
        weights = {name.removeprefix("weight."): value for name, value in tensors.items() if name.startswith("weight.")}
        self.model.load_state_dict(weights)
        self.steps = int(facts["steps"])
        for name, parameter in self.model.named_parameters():
            if f"{_MOMENTS[0]}.{name}" in tensors:
                moments = {moment: tensors[f"{moment}.{name}"] for moment in _MOMENTS}
                self._optimiser.state[parameter] = {"step": torch.tensor(float(self.steps)), **moments}

    def _learning_rate(self) -> float:
        warm_up = min(1.0, (self.steps + 1) / _WARM_UP_STEPS)
        return self._plan.learning_rate * warm_up / math.sqrt(1.0 + self.steps / _DECAY_STEPS)
