"""Makes the controls of this example: 20 texts for each work, in its register and as long, and the paraphrases of all works.

A text is a row of sentences drawn without putting back from `registers.yaml`, their gaps filled by chance, cut at the last word
that fits. Nothing here was published before the weights were released, and no sentence is taken from a work. Whether such texts
are exchangeable with the works is an assumption, and no more: nobody wrote them to say something, and they share their sentences.

    python examples/smollm2-probes/controls.py
"""

from __future__ import annotations

import random
import re
from pathlib import Path

from ruamel.yaml import YAML

from lexstemma.probes import Controls, make_control, make_controls, read_text, write_controls

HERE = Path(__file__).resolve().parent
EACH, SEED = 20, 1711
REGISTERS = {
    "apache-notice": "licence", "declaration": "oration", "genesis": "scripture", "gettysburg": "oration", "lorem-ipsum": "latin",
    "mit": "licence", "moby-dick": "novel", "pride": "novel", "psalm-23": "scripture", "sonnet-18": "verse", "tale": "novel",
}  # fmt: skip

DATA = YAML(typ="safe").load(HERE / "registers.yaml")
GAPS = dict(DATA["gaps"])
GAPS["w"] = sorted(
    {
        first + vowel + last
        for n, first in enumerate(DATA["syllables"][0])
        for m, vowel in enumerate(DATA["syllables"][1])
        for k, last in enumerate(DATA["syllables"][2])
        if (n + 2 * m + k) % 5 == 0  # a fifth of all words, so that some come again as words do
    }
)
GAPS["W"] = [word.capitalize() for word in GAPS["w"]]


def imitation(register: dict[str, list[str]], length: int, chance: random.Random, joint: str) -> str:
    """One text of at most so many characters, and at least so many less one word."""
    sentences = [chance.choice(register["open"]), *chance.sample(register["body"], len(register["body"]))]
    text = joint.join(filled(sentence, chance) for sentence in sentences)
    if len(text) < length:
        raise ValueError(f"{len(text)} characters of {length}: add sentences to the register")
    return text[: length + 1].rsplit(maxsplit=1)[0].rstrip() + "\n"  # as the files of the works end


def filled(sentence: str, chance: random.Random) -> str:
    """A sentence with its gaps filled; a capital where a sentence begins with a gap."""
    made = re.sub(r"\{(\w+)\}", lambda gap: chance.choice(GAPS[gap[1]]), sentence)
    return made[0].upper() + made[1:]


def made() -> Controls:
    """All controls of the example."""
    items = []
    for work, register in REGISTERS.items():
        length = len(read_text(HERE / "texts" / f"{work}.txt").strip())
        joint = "\n" if register == "verse" else "\n\n" if work == "pride" else " "
        for number in range(1, EACH + 1):
            text = imitation(DATA[register], length, random.Random(f"{SEED} {work} {number}"), joint)  # noqa: S311 - no secret
            items.append(make_control(f"{work}-{number:02}", "same-form", text, source=f"{register}, seed {SEED}"))
        paraphrase = read_text(HERE / "paraphrases" / f"{work}.txt")
        items.append(make_control(f"{work}-p", "paraphrase", paraphrase, of=work, source="by hand"))
    return make_controls("seeded sentences in six registers, and paraphrases", items)


if __name__ == "__main__":
    write_controls(made(), HERE / "controls.json", inline=True)
