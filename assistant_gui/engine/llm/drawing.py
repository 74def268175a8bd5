"""From the scores of all tokens to the next one."""

from typing import TYPE_CHECKING

from assistant_gui.engine.llm.port import Chosen, Likelihood, Wish

if TYPE_CHECKING:
    from collections.abc import Callable

    import torch


class Drawing:
    """Draws tokens as a wish says; the same seed draws the same tokens."""

    def __init__(self, wish: Wish) -> None:
        import torch

        self._wish = wish
        self._chance = torch.Generator()  # on the CPU, so that a seed means the same on every device
        if wish.seed is None:
            self._chance.seed()
        else:
            self._chance.manual_seed(wish.seed % 2**63)

    def draw(self, scores: "torch.Tensor") -> int:
        """*scores* are the logits of one position."""
        import torch

        if self._wish.temperature == 0:
            return int(scores.argmax())
        likely = torch.softmax(scores.float().cpu() / self._wish.temperature, dim=-1)
        if self._wish.top_p < 1:
            ordered, which = likely.sort(descending=True)
            # A token stays when those before it do not yet make up top_p; the first always stays.
            ordered[ordered.cumsum(-1) - ordered >= max(self._wish.top_p, 1e-9)] = 0
            return int(which[torch.multinomial(ordered, 1, generator=self._chance)])
        return int(torch.multinomial(likely, 1, generator=self._chance))


def chosen(scores: "torch.Tensor", token: int, most: int, text: "Callable[[int], tuple[str, bytes]]") -> Chosen:
    """How likely *token* was, and the *most* likeliest, before temperature and top_p."""
    import torch

    logs = torch.log_softmax(scores.float(), dim=-1)
    best = logs.topk(most) if most else None

    def likelihood(which: int, logprob: float) -> Likelihood:
        name, content = text(which)
        return Likelihood(name, content, logprob, which)

    others = [] if best is None else zip(best.indices.tolist(), best.values.tolist(), strict=True)
    return Chosen(likelihood(token, float(logs[token])), tuple(likelihood(*other) for other in others))
