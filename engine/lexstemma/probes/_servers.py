"""How three kinds of server are asked for the log-probabilities of a prompt. What they answer is believed by nobody yet."""

from __future__ import annotations

import http.client
import json
import math
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from lexstemma.terms import InputError

_TRIES = 3
_LONGEST_ANSWER = 1 << 28
_BUSY = (408, 429, 500, 502, 503, 504)


@dataclass(frozen=True)
class Entry:
    """What a server says of one prompt token.

    Attributes:
        logp: nats.
        token: the token's id, or its spelling where the server gives no ids; None where it gives neither.
        top: log p of the most likely tokens there, by id or spelling, as far as the server shows them.
        rank: 1 = most likely; None where the server doesn't tell.
    """

    logp: float
    token: int | str | None
    top: dict[int | str, float]
    rank: int | None = None


@dataclass(frozen=True)
class Generated:
    """The one token that a server generated: its id or spelling, and log p in nats."""

    token: int | str | None
    logp: float


class Server(Protocol):
    """A kind of server."""

    @property
    def kind(self) -> str:
        """The name by which it is chosen."""
        ...

    @property
    def client(self) -> Client:
        """The way to it."""
        ...

    def prompt(self, prompts: Sequence[Sequence[int]]) -> list[list[Entry | None]]:
        """One list per prompt, as the server gave it: None where it gave nothing, as for the first token."""
        ...

    def generate(self, prompt: Sequence[int]) -> Generated:
        """One greedy token."""
        ...


class Client:
    """Posts JSON to one address, tries again while the server is busy, and turns what goes wrong into one line."""

    def __init__(self, address: str, key: str | None = None, timeout: float = 300.0, pause: float = 1.0) -> None:
        if not address.startswith(("http://", "https://")):
            raise InputError("not the address of a server", where=address, expected="expected http://host:port")
        self.address = address.rstrip("/")
        self._headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})
        self._timeout, self._pause = timeout, pause

    def post(self, path: str, body: dict[str, Any] | None) -> Any:
        """The server's answer; a GET where `body` is None.

        Raises:
            InputError: no server, a refusal, an answer that is not JSON.
        """
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data=data, headers=self._headers)  # noqa: S310 - http(s), checked above
        for left in reversed(range(_TRIES)):
            try:
                with urllib.request.urlopen(request, timeout=self._timeout) as answer:  # noqa: S310
                    return json.loads(answer.read(_LONGEST_ANSWER))
            except urllib.error.HTTPError as problem:
                told = " ".join(problem.read(2000).decode("utf-8", "replace").split())[:200]
                why = f"HTTP {problem.code}{f' ({told})' if told else ''}"
                if problem.code not in _BUSY or not left:
                    break
            except (OSError, http.client.HTTPException) as problem:
                why = (str(getattr(problem, "reason", None) or problem) or type(problem).__name__).lower()
                if not left:
                    break
            except ValueError:
                why = "the answer is not JSON"
                break
            time.sleep(self._pause * (_TRIES - left))
        expected = "expected a running server of the named kind; what it measured so far is kept if a folder was named to keep it"
        raise InputError(f"the server does not answer as it should: {why}", where=self.address + path, expected=expected)


@dataclass(frozen=True)
class OpenAI:
    """Completions with `echo` and `logprobs`, as in OpenAI's API; prompts are sent as token ids."""

    client: Client
    model: str
    kind: str = "openai"

    def prompt(self, prompts: Sequence[Sequence[int]]) -> list[list[Entry | None]]:
        """See `Server.prompt`. The generated token that some servers append is dropped where `text_offset` or counts show it."""
        answer = self.client.post("/v1/completions", self._body([list(p) for p in prompts], echo=True))
        return [self._echoed(choice, len(p)) for choice, p in zip(_choices(answer, len(prompts)), prompts, strict=True)]

    def generate(self, prompt: Sequence[int]) -> Generated:
        """See `Server.generate`."""
        [choice] = _choices(self.client.post("/v1/completions", self._body([list(prompt)], echo=False)), 1)
        logprobs = choice.get("logprobs") or {}
        tokens, values = logprobs.get("tokens") or [], logprobs.get("token_logprobs") or []
        ids = choice.get("token_ids") or []
        if len(values) != 1 or len(tokens) != 1:
            return Generated(None, math.nan)
        return Generated(ids[0] if len(ids) == 1 else tokens[0], _number(values[0]))

    def _body(self, prompts: list[list[int]], *, echo: bool) -> dict[str, Any]:
        return {
            "model": self.model, "prompt": prompts, "max_tokens": 1, "temperature": 0, "logprobs": 1, "seed": 0, "echo": echo,
        }  # fmt: skip

    def _echoed(self, choice: dict[str, Any], length: int) -> list[Entry | None]:
        logprobs = choice.get("logprobs") or {}
        tokens, values = logprobs.get("tokens") or [], logprobs.get("token_logprobs") or []
        top = logprobs.get("top_logprobs") or [None] * len(values)
        entries = [
            None if value is None else Entry(_number(value), token, {k: _number(v) for k, v in (best or {}).items()})
            for token, value, best in zip(tokens, values, top, strict=False)
        ]
        return entries[:-1] if len(entries) == length + 1 else entries


@dataclass(frozen=True)
class VLLM:
    """vLLM's completions with `prompt_logprobs`, which name tokens by id and tell ranks."""

    client: Client
    model: str
    kind: str = "vllm"

    def prompt(self, prompts: Sequence[Sequence[int]]) -> list[list[Entry | None]]:
        """See `Server.prompt`."""
        answer = self.client.post("/v1/completions", self._body([list(p) for p in prompts]) | {"prompt_logprobs": 1})
        return [
            [_of_vllm(cell, own) for cell, own in zip(choice.get("prompt_logprobs") or [], p, strict=False)]
            if len(choice.get("prompt_logprobs") or []) == len(p) else []
            for choice, p in zip(_choices(answer, len(prompts)), prompts, strict=True)
        ]  # fmt: skip

    def generate(self, prompt: Sequence[int]) -> Generated:
        """See `Server.generate`."""
        [choice] = _choices(self.client.post("/v1/completions", self._body([list(prompt)]) | {"return_token_ids": True}), 1)
        values = (choice.get("logprobs") or {}).get("token_logprobs") or []
        ids = choice.get("token_ids") or (choice.get("logprobs") or {}).get("tokens") or []
        return Generated(ids[0], _number(values[0])) if len(values) == len(ids) == 1 else Generated(None, math.nan)

    def _body(self, prompts: list[list[int]]) -> dict[str, Any]:
        return {"model": self.model, "prompt": prompts, "max_tokens": 1, "temperature": 0, "logprobs": 1, "seed": 0}


@dataclass(frozen=True)
class SGLang:
    """SGLang's own /generate with `return_logprob` from the first token on."""

    client: Client
    kind: str = "sglang"

    def prompt(self, prompts: Sequence[Sequence[int]]) -> list[list[Entry | None]]:
        """See `Server.prompt`."""
        body = self._body([list(p) for p in prompts]) | {"logprob_start_len": 0}
        told = [_meta(one) for one in _several(self.client.post("/generate", body), len(prompts))]
        return [
            [
                None if cell[0] is None else Entry(_number(cell[0]), cell[1], {b[1]: _number(b[0]) for b in best or []})
                for cell, best in zip(meta.get("input_token_logprobs") or [], _padded(meta), strict=False)
            ]
            for meta in told
        ]

    def generate(self, prompt: Sequence[int]) -> Generated:
        """See `Server.generate`."""
        [one] = _several(self.client.post("/generate", self._body([list(prompt)])), 1)
        cells = _meta(one).get("output_token_logprobs") or []
        return Generated(cells[0][1], _number(cells[0][0])) if len(cells) == 1 else Generated(None, math.nan)

    def _body(self, prompts: list[list[int]]) -> dict[str, Any]:
        sampling = {"max_new_tokens": 1, "temperature": 0}
        return {"input_ids": prompts, "sampling_params": sampling, "return_logprob": True, "top_logprobs_num": 1}


def _padded(meta: dict[str, Any]) -> list[Any]:
    """The most likely tokens per place; SGLang gives None, or nothing at all, for the first."""
    cells, best = meta.get("input_token_logprobs") or [], meta.get("input_top_logprobs") or []
    return [None] * (len(cells) - len(best)) + list(best)


def _of_vllm(cell: Any, own: int) -> Entry | None:
    if not isinstance(cell, dict):
        return None
    by_id = {int(k): v for k, v in cell.items()}
    if own not in by_id:
        return Entry(math.nan, None, {})
    top: dict[int | str, float] = {k: _number(v.get("logprob")) for k, v in by_id.items()}
    return Entry(top[own], own, top, by_id[own].get("rank"))


def _choices(answer: Any, count: int) -> list[dict[str, Any]]:
    """The choices in the order of the prompts."""
    given = answer.get("choices") if isinstance(answer, dict) else None
    choices = [choice for choice in given if isinstance(choice, dict)] if isinstance(given, list) else []
    if len(choices) != count:
        raise InputError(f"{len(choices)} answers to {count} prompts", expected="expected one choice per prompt")
    return sorted(choices, key=lambda choice: choice.get("index") or 0)


def _several(answer: Any, count: int) -> list[dict[str, Any]]:
    several = answer if isinstance(answer, list) else [answer]
    if len(several) != count or not all(isinstance(one, dict) for one in several):
        raise InputError(f"{len(several)} answers to {count} prompts", expected="expected one per prompt")
    return several


def _meta(one: dict[str, Any]) -> dict[str, Any]:
    meta = one.get("meta_info")
    return meta if isinstance(meta, dict) else {}


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else math.nan
