"""Tiny models built on the spot: a tokenizer trained on a few sentences and random weights, two layers of 32."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import AutoModelForCausalLM, LlamaConfig

SENTENCES = (
    "The quick brown fox jumps over the lazy dog, and the dog sleeps on.",
    "Whoever copies a work must ask, or find a rule that allows it; most do neither.",
    "Ein Werk, das jemand kennt, ist noch kein Werk, das jemand gelernt hat. Größe 12 €.",
)


def tokenizer(folder: Path, size: int = 300) -> None:
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=size, special_tokens=["<|endoftext|>"], initial_alphabet=alphabet, show_progress=False
    )  # fmt: skip
    made.train_from_iterator(SENTENCES * 3, trainer)
    made.save(str(folder / "tokenizer.json"))
    (folder / "tokenizer_config.json").write_text(
        json.dumps({"tokenizer_class": "PreTrainedTokenizerFast", "eos_token": "<|endoftext|>"}), encoding="utf-8"
    )


def tiny(folder: Path, *, config: Any = None, size: int = 300, seed: int = 0, sharpness: float = 40.0) -> Path:
    """A directory of weights; `sharpness` scales the head, so that some tokens are likely and some are not."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer(folder, size)
    torch.manual_seed(seed)
    if config is None:
        config = LlamaConfig(
            vocab_size=size, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4,
            num_key_value_heads=2, max_position_embeddings=256, bos_token_id=None, eos_token_id=0, tie_word_embeddings=False,
        )  # fmt: skip
    model = AutoModelForCausalLM.from_config(config)
    with torch.no_grad():
        model.get_output_embeddings().weight.mul_(sharpness)
    model.save_pretrained(folder)
    return folder


def alone(folder: Path, sequences: list[list[int]]) -> list[Any]:
    """The reference: transformers, one sequence at a time, all logits, float64 softmax; log p of all but the first token."""
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    found = []
    with torch.inference_mode():
        for sequence in sequences:
            ids = torch.tensor([sequence])
            chances = model(input_ids=ids).logits[0].double().log_softmax(-1)
            found.append(chances[:-1].gather(1, ids[0, 1:, None])[:, 0].numpy())
    return found
