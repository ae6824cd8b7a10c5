"""A tiny model trained here, whose training is known: works it has seen 4 to 32 times an epoch, and works it has never seen."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM

from lexstemma.probes._need import quiet

COPIES = (2, 4, 8, 16, 32)
PER_COUNT = 6
BACKGROUND = HELD_OUT = 60
_WORDS, _LENGTH = 600, 130  # invented words; words of a work
_CONTEXT, _BATCH, _STEPS, _RATE = 256, 8, 300, 3e-3


def train(folder: Path, seed: int) -> tuple[list[str], list[str]]:
    """Trains a model of half a million parameters into `folder`: about a minute of one core.

    Returns:
        works it was trained on at least twice an epoch, and works it never saw.
    """
    draw = random.Random(seed)
    works = [_work(draw) for _ in range(PER_COUNT * len(COPIES) + BACKGROUND + HELD_OUT)]
    known, rest = works[: PER_COUNT * len(COPIES)], works[PER_COUNT * len(COPIES) :]
    background, held_out = rest[:BACKGROUND], rest[BACKGROUND:]
    tokenizer = _tokenizer(folder, works)
    stream = background + [work for number, work in enumerate(known) for _ in range(COPIES[number // PER_COUNT])]
    ids = []
    epochs = 1 + _STEPS * _BATCH * _CONTEXT // sum(len(tokenizer.encode(work).ids) for work in stream)
    for _ in range(epochs):
        draw.shuffle(stream)
        ids += [token for work in stream for token in (0, *tokenizer.encode(work).ids)]
    with quiet():
        _fit(torch.tensor(ids), tokenizer.get_vocab_size(), seed).save_pretrained(folder)
    return known, held_out


def _work(draw: random.Random) -> str:
    """Sentences without sense, of invented words, the same ones in every work."""
    syllables = [a + b for a in "bdfgklmnprstv" for b in ("a", "e", "i", "o", "u", "an", "er", "il")]
    words = ["".join(random.Random(n).choices(syllables, k=1 + n % 3)) for n in range(_WORDS)]
    chosen = [draw.choice(words) for _ in range(_LENGTH)]
    return " ".join(word + ("." if n % 9 == 8 else "") for n, word in enumerate(chosen))


def _tokenizer(folder: Path, works: list[str]) -> Tokenizer:
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    special = ["<|endoftext|>"]
    trainer = trainers.BpeTrainer(vocab_size=1024, special_tokens=special, initial_alphabet=alphabet, show_progress=False)
    made.train_from_iterator(works, trainer)
    made.save(str(folder / "tokenizer.json"))
    about = {"tokenizer_class": "PreTrainedTokenizerFast", "eos_token": "<|endoftext|>"}
    (folder / "tokenizer_config.json").write_text(json.dumps(about), encoding="utf-8")
    return made


def _fit(ids: torch.Tensor, vocabulary: int, seed: int) -> LlamaForCausalLM:
    torch.manual_seed(seed)
    draw = np.random.default_rng(seed)
    config = LlamaConfig(
        vocab_size=vocabulary, hidden_size=128, intermediate_size=384, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=4, max_position_embeddings=_CONTEXT, bos_token_id=None, eos_token_id=0, tie_word_embeddings=True,
    )  # fmt: skip
    model = LlamaForCausalLM(config)
    optimizer = torch.optim.AdamW(model.parameters(), lr=_RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=_STEPS, pct_start=0.1)
    for _ in range(_STEPS):
        rows = [ids[at : at + _CONTEXT] for at in draw.integers(0, len(ids) - _CONTEXT, _BATCH)]
        batch = torch.stack(rows)
        model(input_ids=batch, labels=batch).loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
    return model
