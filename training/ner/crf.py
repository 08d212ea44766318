"""The linear-chain CRF over the emissions (Lafferty et al. 2001): which tags may follow, loss and best path."""

import numpy as np
import torch

from .network import Net
from .tags import TAGS


def allowed() -> tuple[np.ndarray, np.ndarray]:
    """Which tag may follow which (BIES), bool [13, 13] from row to column, and which may start, bool [13].

    A sentence may stop anywhere: texts are cut into windows.
    """

    def ok(a: str, b: str) -> bool:
        opened = a[0] in "BI"
        return b[0] in "IE" and a[1:] == b[1:] if opened else b[0] in "BSO"

    return np.array([[ok(a, b) for b in TAGS] for a in TAGS]), np.array([t[0] in "BSO" for t in TAGS])


_PENALTIES = [torch.from_numpy(np.where(ok, 0.0, -1e4).astype(np.float32)) for ok in allowed()]


def moves(net: Net) -> tuple[torch.Tensor, torch.Tensor]:
    """Scores of moves from tag to tag [13, 13] and of first tags [13]; those of forbidden ones are very negative."""
    device = net.transitions.device
    return net.transitions + _PENALTIES[0].to(device), net.start + _PENALTIES[1].to(device)


def crf_loss(net: Net, emissions: torch.Tensor, tags: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    """Mean negative log likelihood per sentence of tags [n, t]; by the forward algorithm."""
    e = emissions.float()
    t = e.shape[1]
    matrix, start = moves(net)
    inside = torch.arange(t, device=e.device) < lengths[:, None]
    score = (e.gather(2, tags[:, :, None]).squeeze(2) * inside).sum(1) + start[tags[:, 0]]
    score = score + (matrix[tags[:, :-1], tags[:, 1:]] * inside[:, 1:]).sum(1)
    alpha, factor = start + e[:, 0], matrix.exp()
    for i in range(1, t):
        top = alpha.amax(1, keepdim=True).detach()
        step = ((alpha - top).exp() @ factor).clamp_min(1e-30).log() + top + e[:, i]
        alpha = torch.where(inside[:, i, None], step, alpha)
    return (alpha.logsumexp(1) - score).mean()


def viterbi(
    emissions: np.ndarray, matrix: np.ndarray, start: np.ndarray, end: np.ndarray | float = 0.0
) -> np.ndarray:
    """The best tags [t] of emissions [t, 13] (Viterbi 1967); `matrix` and `start` as from `moves`, `end` alike."""
    score, back = start + emissions[0], []
    for row in emissions[1:]:
        total = score[:, None] + matrix
        back.append(total.argmax(0))
        score = total.max(0) + row
    path = [int((score + end).argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return np.array(path[::-1])


def certainties(
    emissions: np.ndarray,
    path: np.ndarray,
    spans: list[tuple[int, int, str]],
    chain: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> list[float]:
    """For each span (first, end, type) the probability that its places carry the tags of `path`, summed over all ways
    to tag the rest (forward-backward; Rabiner 1989, doi:10.1109/5.18626).

    `chain` holds matrix, start and end as for `viterbi`.
    """
    if not spans:
        return []
    matrix, start, end = chain
    before, after = [start + emissions[0]], [end]
    for row in emissions[1:]:
        before.append(np.logaddexp.reduce(before[-1][:, None] + matrix, axis=0) + row)
    for row in emissions[:0:-1]:
        after.append(np.logaddexp.reduce(matrix + row + after[-1], axis=1))
    after.reverse()
    total = np.logaddexp.reduce(before[-1] + end)
    steps = np.append(
        0, np.cumsum(matrix[path[:-1], path[1:]] + emissions[np.arange(1, len(path)), path[1:]])
    )
    return [
        float(np.exp(before[a][path[a]] + steps[b - 1] - steps[a] + after[b - 1][path[b - 1]] - total))
        for a, b, _ in spans
    ]
