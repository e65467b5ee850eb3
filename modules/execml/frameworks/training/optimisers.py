"""Five optimisers with PyTorch's arguments and formulas, and two switches that turn them into Keras'.

Each changes a list of NumPy arrays in place, number by number. The arguments are those of ``torch.optim``,
and one dictionary of them serves both. Two more stand for what Keras computes under the same name:
``eps_inside`` and ``decoupled_weight_decay``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from execml.course.validation import at_least_zero, finite, flag, several
from execml.frameworks.training.optimiser_base import Optimiser, below_one, root

__all__ = ["SGD", "Adagrad", "Adam", "AdamW", "Optimiser", "RMSprop"]


class SGD(Optimiser):
    """Gradient descent, with momentum b ← μ b + (1 - dampening) g, starting from b = g, if μ > 0.

    A step subtracts lr · b, or with ``nesterov`` lr · (g + μ b). Formulas: ``torch.optim.SGD``. Keras applies
    the rate before it sums; the two agree as long as the rate stays the same.

    >>> weights = np.array([1.0])
    >>> optimiser = SGD([weights], lr=0.5, momentum=0.5)
    >>> for _ in range(2):
    ...     optimiser.step([np.array([1.0])])
    >>> weights.tolist()  # 1 - 0.5 · 1 - 0.5 · 1.5
    [-0.25]
    """

    def __init__(
        self,
        parameters: Sequence[np.ndarray],
        lr: float = 1e-3,
        momentum: float = 0.0,
        dampening: float = 0.0,
        weight_decay: float = 0.0,
        nesterov: bool = False,
        decoupled_weight_decay: bool = False,
    ) -> None:
        """Arguments as in ``torch.optim.SGD``, and ``decoupled_weight_decay`` as in Keras.

        Raises:
            ValueError: if an argument lies outside its range, or ``nesterov`` comes without momentum or with
                dampening.
        """
        super().__init__(parameters, lr, weight_decay, decoupled_weight_decay)
        self.momentum = at_least_zero("momentum", momentum)
        self.dampening = finite("dampening", dampening)
        if flag("nesterov", nesterov) and (momentum == 0 or dampening != 0):
            raise ValueError(f"nesterov=True needs momentum={momentum!r} > 0 and dampening={dampening!r} = 0")
        self.nesterov = nesterov
        self._momenta = self._memory() if momentum else []

    def _change(self, place: int, gradient: np.ndarray) -> np.ndarray:
        if not self.momentum:
            return self.lr * gradient
        momentum = self._momenta[place]
        momentum *= self.momentum
        momentum += gradient if self.steps == 1 else (1 - self.dampening) * gradient
        return self.lr * (gradient + self.momentum * momentum if self.nesterov else momentum)


class RMSprop(Optimiser):
    """Divide each gradient by the root of its mean square, v ← α v + (1 - α) g² (Hinton's lecture of 2012).

    A step subtracts lr · g / (√v + eps), as PyTorch does, or with ``eps_inside`` lr · g / √(v + eps), as
    Keras does. With ``centered`` the mean square is taken about the mean; with ``momentum`` μ the quotients
    add up as b ← μ b + quotient. Formulas: ``torch.optim.RMSprop``.

    >>> weights = np.array([1.0])
    >>> RMSprop([weights], lr=0.1, alpha=0.75, eps=0).step([np.array([3.0])])
    >>> weights.round(12).tolist()  # √v is half the gradient, so the first step is twice the rate
    [0.8]
    """

    def __init__(
        self,
        parameters: Sequence[np.ndarray],
        lr: float = 1e-2,
        alpha: float = 0.99,
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        momentum: float = 0.0,
        centered: bool = False,
        eps_inside: bool = False,
        decoupled_weight_decay: bool = False,
    ) -> None:
        """Arguments as in ``torch.optim.RMSprop``; ``eps_inside`` and ``decoupled_weight_decay`` as in Keras.

        Raises:
            ValueError: if an argument lies outside its range.
        """
        super().__init__(parameters, lr, weight_decay, decoupled_weight_decay)
        self.alpha, self.eps = below_one("alpha", alpha), at_least_zero("eps", eps)
        self.momentum = at_least_zero("momentum", momentum)
        self.centered, self.eps_inside = flag("centered", centered), flag("eps_inside", eps_inside)
        self._squares, self._means, self._momenta = self._memory(), self._memory(), self._memory()

    def _change(self, place: int, gradient: np.ndarray) -> np.ndarray:
        square, momentum = self._squares[place], self._momenta[place]
        square *= self.alpha
        square += (1 - self.alpha) * gradient * gradient
        spread = square
        if self.centered:
            mean = self._means[place]
            mean += (1 - self.alpha) * (gradient - mean)
            spread = square - mean * mean
        momentum *= self.momentum
        momentum += gradient / root(spread, self.eps, self.eps_inside)
        return self.lr * momentum


class Adagrad(Optimiser):
    """Divide each gradient by the root of the sum of its squares (Duchi, Hazan and Singer, 2011).

    A step subtracts lr / (1 + (t - 1) lr_decay) · g / (√s + eps), where s starts from
    ``initial_accumulator_value``; with ``eps_inside`` the root is √(s + eps), as in Keras. Formulas:
    ``torch.optim.Adagrad``.

    >>> weights = np.array([1.0])
    >>> Adagrad([weights], lr=0.1, initial_accumulator_value=16, eps=0).step([np.array([3.0])])
    >>> weights.round(12).tolist()  # 1 - 0.1 · 3 / 5
    [0.94]
    """

    def __init__(
        self,
        parameters: Sequence[np.ndarray],
        lr: float = 1e-2,
        lr_decay: float = 0.0,
        weight_decay: float = 0.0,
        initial_accumulator_value: float = 0.0,
        eps: float = 1e-10,
        eps_inside: bool = False,
        decoupled_weight_decay: bool = False,
    ) -> None:
        """Arguments as in ``torch.optim.Adagrad``; ``eps_inside`` and ``decoupled_weight_decay`` as in Keras.

        Raises:
            ValueError: if an argument lies outside its range.
        """
        super().__init__(parameters, lr, weight_decay, decoupled_weight_decay)
        self.lr_decay, self.eps = at_least_zero("lr_decay", lr_decay), at_least_zero("eps", eps)
        self.eps_inside = flag("eps_inside", eps_inside)
        start = at_least_zero("initial_accumulator_value", initial_accumulator_value)
        self._sums = self._memory(start)

    def _change(self, place: int, gradient: np.ndarray) -> np.ndarray:
        self._sums[place] += gradient * gradient
        rate = self.lr / (1 + (self.steps - 1) * self.lr_decay)
        return rate * gradient / root(self._sums[place], self.eps, self.eps_inside)


class Adam(Optimiser):
    """RMSprop on an averaged gradient, both averages freed from their start at zero (Kingma and Ba, 2015).

    With m ← β₁ m + (1 - β₁) g and v ← β₂ v + (1 - β₂) g², step t subtracts lr · m̂ / (√v̂ + eps), where
    m̂ = m / (1 - β₁ᵗ) and v̂ = v / (1 - β₂ᵗ): their algorithm 1. With ``eps_inside`` eps is added before v is
    corrected, √v + eps, as Keras does: the epsilon-hat of their section 2. Formulas: ``torch.optim.Adam``.

    >>> weights = np.array([1.0, 1.0])
    >>> Adam([weights], lr=0.1).step([np.array([3.0, -0.001])])
    >>> weights.round(4).tolist()  # the first step is the rate times the sign of the gradient
    [0.9, 1.1]
    """

    def __init__(
        self,
        parameters: Sequence[np.ndarray],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        amsgrad: bool = False,
        eps_inside: bool = False,
        decoupled_weight_decay: bool = False,
    ) -> None:
        """Arguments as in ``torch.optim.Adam``; ``eps_inside`` as in Keras.

        Raises:
            ValueError: if an argument lies outside its range.
        """
        super().__init__(parameters, lr, weight_decay, decoupled_weight_decay)
        if len(several("betas", betas, least=2)) != 2:
            raise ValueError(f"betas={betas!r} must be two numbers in [0, 1)")
        self.betas = below_one("betas[0]", betas[0]), below_one("betas[1]", betas[1])
        self.eps = at_least_zero("eps", eps)
        self.amsgrad, self.eps_inside = flag("amsgrad", amsgrad), flag("eps_inside", eps_inside)
        self._means, self._squares = self._memory(), self._memory()
        self._largest = self._memory() if self.amsgrad else []

    def _change(self, place: int, gradient: np.ndarray) -> np.ndarray:
        (first, second), mean, square = self.betas, self._means[place], self._squares[place]
        mean += (1 - first) * (gradient - mean)
        square *= second
        square += (1 - second) * gradient * gradient
        if self.amsgrad:
            square = np.maximum(self._largest[place], square, out=self._largest[place])
        correction = math.sqrt(1 - second**self.steps)
        eps = self.eps / correction if self.eps_inside else self.eps
        return self.lr / (1 - first**self.steps) * mean / (np.sqrt(square) / correction + eps)


class AdamW(Adam):
    """Adam with decoupled weight decay (Loshchilov and Hutter, 2019); PyTorch's default decay is 0.01.

    >>> weights = np.array([1.0])
    >>> AdamW([weights], lr=0.1, weight_decay=0.5).step([np.array([0.0])])
    >>> weights.tolist()
    [0.95]
    """

    def __init__(
        self,
        parameters: Sequence[np.ndarray],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
        amsgrad: bool = False,
        eps_inside: bool = False,
    ) -> None:
        """Arguments as in ``torch.optim.AdamW``; ``eps_inside`` as in Keras.

        Raises:
            ValueError: if an argument lies outside its range.
        """
        super().__init__(parameters, lr, betas, eps, weight_decay, amsgrad, eps_inside, True)
