"""Files of canaries: made-up texts to draw from, and the sealed set that is kept secret until the test."""

from __future__ import annotations

import json
import secrets
from pathlib import Path

from lexstemma.terms import InputError, read_bytes, write_atomically

from ._canaries import CanarySet, draw_canary

FORMAT = "lexstemma canaries 1"
_KEYS = {"format", "texts", "planted", "salt", "commitment"}
_CONSONANTS, _VOWELS, _SYLLABLES = "bdfghklmnprstvz", "aeiou", 3


def invent_texts(count: int, words: int = 24) -> tuple[str, ...]:
    """Different texts of made-up words, each word drawn by the operating system's randomness from 421,875.

    Raises:
        InputError: fewer than two texts, or fewer than four words.
    """
    if count < 2 or words < 4:
        raise InputError(f"{count} texts of {words} words", expected="expected two texts or more, of four words or more")
    found: dict[str, None] = {}
    while len(found) < count:
        drawn = [_word() for _ in range(words)]
        found[" ".join(drawn).capitalize() + "."] = None
    return tuple(found)


def _word() -> str:
    return "".join(secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _ in range(_SYLLABLES))


def write_canaries(drawn: CanarySet, path: Path) -> None:
    """Writes the whole set, secrets and all.

    Raises:
        InputError: it exists already (a draw is made once), or cannot be written.
    """
    if path.exists():
        raise InputError("exists already", where=str(path), expected="a canary is drawn once; give another name")
    document = {
        "format": FORMAT,
        "texts": drawn.texts,
        "planted": drawn.planted,
        "salt": drawn.salt,
        "commitment": drawn.commitment,
    }
    write_atomically(path, json.dumps(document, ensure_ascii=False, indent=1) + "\n", private=True)


def read_canaries(path: Path) -> CanarySet:
    """The set of a file, checked against its seal.

    Raises:
        InputError: no such file, no set of canaries, or changed since it was sealed.
    """
    expected = f'expected "format": "{FORMAT}", as lexstemma canary draw writes it'
    try:
        document = json.loads(read_bytes(path))
    except (ValueError, RecursionError):
        raise InputError("is not JSON", where=str(path), expected=expected) from None
    if not isinstance(document, dict) or set(document) != _KEYS or document["format"] != FORMAT:
        raise InputError("is no set of canaries", where=str(path), expected=expected)
    texts, planted, salt = document["texts"], document["planted"], document["salt"]
    sound = isinstance(texts, list) and all(isinstance(text, str) and text.strip() for text in texts)
    if not sound or type(planted) is not int or not isinstance(salt, str):
        raise InputError("is no set of canaries", where=str(path), expected=expected)
    drawn = draw_canary(texts, planted=planted, salt=salt)
    if drawn.commitment != document["commitment"]:
        raise InputError("was changed since it was sealed", where=str(path), expected="restore the file as it was drawn")
    return drawn
