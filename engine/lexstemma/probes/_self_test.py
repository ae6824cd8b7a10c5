"""What a server must prove before a score of it is kept: that its figures belong to the tokens they are told for.

Popular servers ignore `echo`, or tell for token i the figure of token i+1; nothing in the form of the answer shows it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from lexstemma.terms import InputError

from ._encoder import Encoder
from ._servers import Entry, Server

_PLAIN = (
    "The committee met on Tuesday, and nobody could say who had asked for the meeting.",
    "Seven lamps were lit in the harbour before the old ferry, late again, came round the pier.",
    "A list of names follows.",
)
_FLOOR = -100.0
_MASS = 1e-3


def self_test(server: Server, encoder: Encoder, start: int | None, tolerance: float) -> None:
    """Runs six tests on plain sentences.

    Args:
        start: the token that stands before every text.
        tolerance: nats that two answers to the same question may differ by.

    Raises:
        InputError: one failed; which one and what it means.
    """
    lead = [] if start is None else [start]
    prompts = [[*lead, *map(int, encoder.encode(text)[0])] for text in _PLAIN]
    alone = [server.prompt([prompt])[0] for prompt in prompts]
    for prompt, entries in zip(prompts, alone, strict=True):
        check_entries(server, encoder, prompt, entries)
    _no_constants(server, alone)
    _generate_then_echo(server, encoder, prompts, tolerance)
    together = server.prompt(prompts)
    for one, other in zip(alone, together, strict=True):
        if len(one) != len(other) or _apart(one, other) > tolerance:
            raise _refused(server, f"a prompt alone and in a batch differ by {_apart(one, other):.2g} nats", tolerance)


def check_entries(server: Server, encoder: Encoder, prompt: Sequence[int], entries: Sequence[Entry | None]) -> None:
    """Tests 1, 2 and 4 on one answer: as many entries as tokens, the same tokens, chances that are chances.

    Raises:
        InputError: a test failed.
    """
    if len(entries) != len(prompt):
        why = "it ignores echo" if len(entries) <= 1 else "it adds or drops tokens"
        raise _refused(server, f"{len(entries)} log-probabilities for {len(prompt)} prompt tokens: {why}")
    if entries[0] is not None:
        raise _refused(server, "a log-probability for the first token, which nothing precedes: the figures are shifted")
    for place, (token, entry) in enumerate(zip(prompt[1:], entries[1:], strict=True), 1):
        if entry is None or not math.isfinite(entry.logp) or entry.logp <= _FLOOR:
            told = "none" if entry is None else f"{entry.logp:.0f}"
            raise _refused(server, f"no figure ({told}) for token {place}: it hides what is not among its most likely tokens")
        if not encoder.is_called(token, entry.token):
            raise _refused(server, f"token {place} comes back as {entry.token!r} instead of {encoder.decode_one(token)!r}")
        most = sum(math.exp(min(v, 1.0)) for v in entry.top.values())
        if most > 1 + _MASS or entry.logp > _MASS or any(math.isnan(v) for v in entry.top.values()):
            raise _refused(server, f"chances of more than 1 at token {place}")


def _no_constants(server: Server, answers: Sequence[Sequence[Entry | None]]) -> None:
    """Test 6: figures that are all the same, or mostly 0, were not measured."""
    values = [entry.logp for entries in answers for entry in entries if entry is not None]
    if len(set(values)) < len(values) / 2 or sum(value == 0.0 for value in values) > len(values) / 10:
        raise _refused(server, "the same figure again and again: it was not measured")


def _generate_then_echo(server: Server, encoder: Encoder, prompts: Sequence[Sequence[int]], tolerance: float) -> None:
    """Test 3: what the server says of a token while generating it, it must say of it as the last token of a prompt."""
    tried = 0
    for prompt in prompts:
        made = server.generate(prompt)
        token = encoder.id_of(made.token)
        if token is None or not math.isfinite(made.logp):
            continue
        tried += 1
        longer = [*prompt, token]
        [entries] = server.prompt([longer])
        check_entries(server, encoder, longer, entries)
        last = entries[-1]
        if last is None or abs(last.logp - made.logp) > tolerance:
            said = "nothing" if last is None else f"{last.logp:.3f}"
            what = f"a token generated with log p {made.logp:.3f} has {said} as part of a prompt: the figures are shifted"
            raise _refused(server, what, tolerance)
    if not tried:
        raise _refused(server, "it doesn't tell the log-probability of a token that it generates, so that nothing can be proved")


def _apart(one: Sequence[Entry | None], other: Sequence[Entry | None]) -> float:
    pairs = zip(one[1:], other[1:], strict=False)
    return max((abs(a.logp - b.logp) if a and b else math.inf for a, b in pairs), default=0.0)


def _refused(server: Server, what: str, tolerance: float | None = None) -> InputError:
    wide = "" if tolerance is None else f"; one that computes in half precision may need --tolerance above {tolerance:g}"
    expected = f"nothing of it is kept; expected log-probabilities of the prompt's own tokens{wide}"
    return InputError(f"the {server.kind} server failed the self-test: {what}", where=server.client.address, expected=expected)
