"""Training: a tokenizer, a small Llama from nothing, and its fine-tuning. Weights are saved as any weights are, as safetensors."""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM
from transformers.utils import logging

logging.disable_progress_bar()  # type: ignore[no-untyped-call]

VOCABULARY, ROW, BATCH = 1024, 128, 4
_SEPARATOR = "<|endoftext|>"  # id 0; stands before every tale, in training as in probing


@dataclass(frozen=True)
class Schedule:
    """How a model is trained: AdamW, a short rise of the rate, then a cosine down to a twentieth.

    Attributes:
        epochs: how often the data are read.
        rate: the highest learning rate.
    """

    epochs: float
    rate: float


@dataclass(frozen=True)
class Trained:
    """What training did.

    Attributes:
        folder: where the weights lie.
        tokens: in one epoch.
        steps: of the optimiser, each on 512 tokens.
        epochs: read, as steps came out.
        parameters: of the model.
        seconds: of the processor.
    """

    folder: Path
    tokens: int
    steps: int
    epochs: float
    parameters: int
    seconds: float


def make_tokenizer(texts: Sequence[str]) -> Tokenizer:
    """A byte-level BPE tokenizer learned from the training data."""
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY, special_tokens=[_SEPARATOR], initial_alphabet=alphabet, show_progress=False
    )  # fmt: skip
    made.train_from_iterator(texts, trainer)
    return made


def pretrain(texts: Sequence[str], tokenizer: Tokenizer, schedule: Schedule, seed: int, folder: Path, early: Path) -> Trained:
    """A new model, trained on texts; a text that stands there k times is read k times an epoch.

    Args:
        early: where it is saved as it is after one epoch.
    """
    torch.manual_seed(seed)
    config = LlamaConfig(
        vocab_size=VOCABULARY, hidden_size=96, intermediate_size=256, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=4, max_position_embeddings=ROW, bos_token_id=None, eos_token_id=0, tie_word_embeddings=True,
    )  # fmt: skip
    return _train(LlamaForCausalLM(config), texts, tokenizer, schedule, seed, folder, early)


def fine_tune(base: Path, texts: Sequence[str], tokenizer: Tokenizer, schedule: Schedule, seed: int, folder: Path) -> Trained:
    """A saved model, trained further on other texts."""
    model = LlamaForCausalLM.from_pretrained(base, local_files_only=True)
    return _train(model, texts, tokenizer, schedule, seed, folder)


def _train(
    model: Any,
    texts: Sequence[str],
    tokenizer: Tokenizer,
    schedule: Schedule,
    seed: int,
    folder: Path,
    early: Path | None = None,
) -> Trained:
    began = time.process_time()
    encoded = {text: [0, *tokenizer.encode(text).ids] for text in set(texts)}
    tokens = sum(len(encoded[text]) for text in texts)
    steps = max(1, round(tokens * schedule.epochs / (ROW * BATCH)))
    optimiser = torch.optim.AdamW(model.parameters(), lr=schedule.rate, betas=(0.9, 0.95), weight_decay=0.0)
    rows = _rows(texts, encoded, seed)
    model.train()
    for step in range(steps):
        if early is not None and step == round(tokens / (ROW * BATCH)):
            _save(model, tokenizer, early)
        for group in optimiser.param_groups:
            group["lr"] = schedule.rate * _share(step, steps)
        batch = torch.tensor([next(rows) for _ in range(BATCH)])
        logits = model(input_ids=batch[:, :-1], use_cache=False).logits
        loss = torch.nn.functional.cross_entropy(logits.reshape(-1, VOCABULARY), batch[:, 1:].reshape(-1))
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
    model.eval()
    _save(model, tokenizer, folder)
    epochs, size = steps * ROW * BATCH / tokens, sum(p.numel() for p in model.parameters())
    return Trained(folder, tokens, steps, epochs, size, time.process_time() - began)


def _rows(texts: Sequence[str], encoded: Mapping[str, list[int]], seed: int) -> Iterator[list[int]]:
    """Rows of one token more than the context, cut from the tales in a new order each epoch, without end."""
    draw, order, waiting = random.Random(seed), list(texts), list[int]()  # noqa: S311 - the same order for the same seed
    while True:
        draw.shuffle(order)
        for text in order:
            waiting += encoded[text]
            while len(waiting) > ROW:
                yield waiting[: ROW + 1]
                waiting = waiting[ROW:]


def _share(step: int, steps: int) -> float:
    """The rate as a share of the highest."""
    return min(1.0, (step + 1) / 50) * (0.05 + 0.95 * (1 + math.cos(math.pi * step / steps)) / 2)


def _save(model: Any, tokenizer: Tokenizer, folder: Path) -> None:
    model.save_pretrained(folder)
    _save_tokenizer(tokenizer, folder)


def _save_tokenizer(tokenizer: Tokenizer, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    about = {"tokenizer_class": "PreTrainedTokenizerFast", "eos_token": _SEPARATOR}
    (folder / "tokenizer_config.json").write_text(json.dumps(about), encoding="utf-8")
