"""The remote instrument: a server that tells the log-probabilities of a prompt, once it has passed the self-test."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lexstemma.terms import InputError

from ._base import COLUMNS, Base
from ._encoder import Encoder
from ._packing import Piece
from ._scores import TAU, Instrument, Window
from ._self_test import check_entries, self_test
from ._servers import VLLM, Client, Entry, OpenAI, Server, SGLang
from ._weights import find_weights
from ._windows import scan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ._scores import Ids, TokenScores

_KINDS = ("openai", "vllm", "sglang")
_CONTEXT = 2048
_BATCH = 4096  # tokens per request
_UNKNOWN = "unknown"


class RemoteScorer(Base):
    """A `Scorer` on a server; made by `open_server`. It knows no means, and ranks only where the server tells them."""

    def __init__(self, server: Server, instrument: Instrument, encoder: Encoder, keep: Path | None) -> None:
        super().__init__(instrument, encoder, keep)
        self.server = server

    def windows(
        self,
        ids: Ids,
        *,
        prefix: int = 50,
        suffix: int = 50,
        stride: int = 10,
        threshold: float | None = math.log(TAU),
        screen: float | None = None,
        greedy: bool = True,
        scores: TokenScores | None = None,
    ) -> list[Window]:
        """See `Scorer.windows`; every window is scored to its end, windows that the screen drops are not in the list.

        Raises:
            InputError: a text shorter than a window, a window longer than the context, the server fails.
        """
        lead = self._head(ids[:0])

        def exact(starts: list[int]) -> Iterator[list[Window]]:
            parts = [Piece(_joined(lead, ids[s : s + prefix + suffix]), len(lead) + prefix) for s in starts]
            for batch in self._measure(parts, False):
                yield [
                    Window(
                        starts[n],
                        prefix,
                        suffix,
                        float(c["logprob"].sum(dtype="f8")),
                        False,
                        bool(c["top1"].all()) if greedy else None,
                    )
                    for n, c in batch
                ]

        return scan(self, ids, prefix, suffix, stride, threshold, screen, greedy, exact, self.instrument.context, scores)

    def continuations(self, prefix: Ids, options: Sequence[Ids]) -> NDArray[np.float64]:
        """See `Scorer.continuations`; the server is left to reuse the prefix.

        Raises:
            InputError: neither a start token nor a prefix, longer than the context, the server fails.
        """
        import numpy as np

        head = self._head(prefix)
        longest = len(head) + max((len(option) for option in options), default=0)
        if not len(head) or longest > self.instrument.context:
            what = "nothing stands before the first token" if not len(head) else f"{longest} tokens for {self.instrument.context}"
            raise InputError(what, where=self.instrument.name, expected="expected a start token or prefix that leaves room")
        totals = np.zeros(len(options), dtype=np.float64)
        wanted = [n for n, option in enumerate(options) if len(option)]
        parts = [Piece(_joined(head, options[n]), len(head)) for n in wanted]
        for n, columns in zip(wanted, self.columns(parts, moments=False), strict=True):
            totals[n] = columns["logprob"].sum(dtype=np.float64)
        return totals

    def generate(self, prefix: Ids, tokens: int) -> Ids:
        """See `Scorer.generate`; one request per token.

        Raises:
            InputError: the server fails or names a token that the tokenizer doesn't know.
        """
        import numpy as np

        whole = [int(i) for i in self._head(prefix)]
        made: list[int] = []
        for _ in range(min(tokens, self.instrument.context - len(whole))):
            told = self.server.generate([*whole, *made])
            if (token := self.encoder.id_of(told.token)) is None:
                raise InputError(f"it generated {told.token!r}, which is no token here", where=self.instrument.device)
            made.append(token)
        return np.array(made, dtype=np.int32)

    def _measure(self, parts: Sequence[Piece], moments: bool) -> Iterator[list[tuple[int, NDArray[Any]]]]:
        batch: list[int] = []
        for index in range(len(parts)):
            batch.append(index)
            if index + 1 == len(parts) or sum(len(parts[i]) for i in batch) + len(parts[index + 1]) > _BATCH:
                prompts = [[int(t) for t in parts[i].ids] for i in batch]
                answers = self.server.prompt(prompts)
                for prompt, entries in zip(prompts, answers, strict=True):
                    check_entries(self.server, self.encoder, prompt, entries)
                yield [(i, _columns(entries[parts[i].first :])) for i, entries in zip(batch, answers, strict=True)]
                batch = []

    def _head(self, prefix: Ids) -> NDArray[np.int32]:
        import numpy as np

        start = self.instrument.start_token
        return _joined(np.array([] if start is None else [start], dtype=np.int32), prefix)


def open_server(
    address: str,
    *,
    kind: str,
    tokenizer: str | Path,
    model: str = "default",
    start_token: int | str | None = "auto",
    weights_digest: str | None = None,
    dtype: str = _UNKNOWN,
    quantisation: str | None = _UNKNOWN,
    context: int | None = None,
    key: str | None = None,
    tolerance: float = 1e-3,
    keep: Path | None = None,
    timeout: float = 300.0,
) -> RemoteScorer:
    """Opens a server as an instrument, after the self-test.

    Args:
        address: as "http://127.0.0.1:8000", without /v1.
        kind: "vllm", "sglang", or "openai" for any server with OpenAI's completions that honours `echo`.
        tokenizer: a directory with the model's tokenizer.json, or its weights (whose digest is then recorded).
        model: the name that the server gives the model.
        weights_digest: of the weights that the server holds, if known; else the record says "unverified".
        dtype, quantisation: what the server was told to compute in and with; a server doesn't prove it.
        context: the longest sequence; what the server says, at most 2,048, if None.
        key: sent as bearer token, written nowhere.
        tolerance: nats that two answers to the same question may differ by; half precision may need 0.05.
        keep: a folder for partial results.
        timeout: seconds for one answer.

    Raises:
        InputError: no server, the wrong kind, or one that fails the self-test.
    """
    client = Client(address, key, timeout)
    servers: dict[str, Server] = {"openai": OpenAI(client, model), "vllm": VLLM(client, model), "sglang": SGLang(client)}
    if kind not in servers:
        raise InputError(f"no kind of server '{kind}'", expected=f"expected one of: {', '.join(_KINDS)}")
    folder = Path(tokenizer)
    tokenizer_digest = _UNKNOWN
    if not folder.is_dir() or next(folder.glob("*.safetensors"), None) is not None:
        weights = find_weights(tokenizer)
        folder, tokenizer_digest, weights_digest = weights.folder, weights.tokenizer_digest, weights_digest or weights.digest
    elif (folder / "tokenizer.json").is_file():
        from ._cache import digest_of_files

        tokenizer_digest = digest_of_files([folder / "tokenizer.json"])
    encoder = Encoder(folder, str(tokenizer))
    start = encoder.start_token(start_token)
    self_test(servers[kind], encoder, start, tolerance)
    version, longest = _about(client, kind, model)
    context = min(context or _CONTEXT, longest or context or _CONTEXT)
    instrument = Instrument(
        weights_digest=weights_digest or f"unverified:{model}", tokenizer_digest=tokenizer_digest, start_token=start, dtype=dtype,
        backend=kind, backend_version=version, quantisation=quantisation, context=context, vocabulary=encoder.size,
        parameters=None, device=client.address, threads=0, name=model,
    )  # fmt: skip
    return RemoteScorer(servers[kind], instrument, encoder, keep)


def _about(client: Client, kind: str, model: str) -> tuple[str, int | None]:
    """Version and longest sequence, as far as the server tells them."""
    version, longest = _UNKNOWN, None
    for path in {"vllm": ["/version", "/v1/models"], "sglang": ["/get_server_info"], "openai": ["/v1/models"]}[kind]:
        try:
            told = client.post(path, None)
        except InputError:
            continue
        if isinstance(told, dict):
            version = str(told.get("version", version))
            several = told.get("data") if isinstance(told.get("data"), list) else [told]
            for one in several or []:
                length = one.get("max_model_len") or one.get("context_length") if isinstance(one, dict) else None
                if isinstance(length, int) and one.get("id", model) == model:
                    longest = length - 1  # a generated token needs a place too
    return version, longest


def _columns(entries: Sequence[Entry | None]) -> NDArray[Any]:
    import numpy as np

    rows = [
        (e.logp, np.nan, np.nan, e.rank or 0, e.rank == 1 or (bool(e.top) and e.logp >= max(e.top.values())))
        for e in entries
        if e is not None
    ]
    return np.array(rows, dtype=COLUMNS)


def _joined(one: NDArray[np.int32], other: NDArray[np.int32]) -> NDArray[np.int32]:
    import numpy as np

    return np.concatenate([one, other.astype(np.int32)])
