"""Chomsky's sentence on these weights: what the paper reports of a far larger model, measured here.

python examples/smollm2-probes/colorless.py WEIGHTS.gguf
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from lexstemma.probes import Quote, open_weights, quote

SENTENCE = "Colorless green ideas sleep furiously"
CUES = ("", '"', "“", "Noam Chomsky's famous sentence is \"")
START_TOKENS = (0, 1, "Ċ")  # the separator of documents, the opening of a chat turn, a line end
OTHERS = {
    "green": """
        red blue yellow white black brown grey pink purple orange violet golden silver scarlet dark bright pale large small
        old new strange quiet abstract empty
    """,
    "ideas": """
        thoughts dreams notions words things people children animals birds flowers eyes stones books songs plans leaves clouds
        houses rivers trees fish
    """,
    "sleep": """
        dream rest walk run speak sing grow burn fly swim wait dance fall rise laugh move work shine live die breathe
    """,
    "furiously": """
        quietly soundly peacefully deeply slowly quickly silently calmly badly well together alone forever gently softly
        loudly wildly happily angrily lightly often
    """,
}
"""Other words that could stand in a place, chosen before they were measured; twenty and more, so that a rank can reach p = 0.05."""
INSTEAD = {word: others.split() for word, others in OTHERS.items()}


def document(found: Quote) -> dict[str, object]:
    """A quote as JSON: log-probabilities in nats, of the words and, with each alternative, of the whole sentence."""
    return {
        "cue": found.cue,
        "words": [{"text": w.text, "logp": round(w.logp, 5), "tokens": w.tokens, "likeliest": w.likeliest} for w in found.words],
        "choices": [
            {"original": c.original, "rank": c.rank, "word_rank": c.word_rank, "p": round(c.p, 4),
             "alternatives": {a.word.text: [round(a.word.logp, 4), round(a.sentence, 4)] for a in c.alternatives}}
            for c in found.choices
        ],
        "statement": found.statement,
    }  # fmt: skip


def main() -> None:
    weights, here, rows, instrument = sys.argv[1], Path(__file__).resolve().parent, [], {}
    for start in START_TOKENS:
        scorer = open_weights(weights, start_token=start, threads=1)
        instrument = {k: v for k, v in asdict(scorer.instrument).items() if k not in ("name", "device", "threads", "start_token")}
        for cue in CUES if start == 0 else CUES[:1]:
            found = quote(scorer, SENTENCE, INSTEAD, cue=cue)
            rows.append({"start_token": scorer.instrument.start_token, **document(found)})
            words = ", ".join(f"{word.text} {word.probability:.2g}" for word in found.words)
            ranks = ", ".join(f"{c.original} {c.rank}/{len(c.alternatives)}" for c in found.choices)
            print(f"start {scorer.instrument.start_token}, cue {cue!r}: {words}; ranks: {ranks}")
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    about = json.dumps(instrument, ensure_ascii=False)
    text = f'{{"sentence": "{SENTENCE}",\n"instrument": {about},\n"quotes": [\n{lines}\n]}}\n'
    (here / "colorless.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
