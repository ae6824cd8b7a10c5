"""A server in this process with a tiny model behind it, and the faults of real ones to choose from."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from lexstemma.probes import LocalScorer

PERSONALITIES = (
    "correct", "echo ignored", "shifted", "censored", "floored", "dies", "busy once", "zeros", "other tokens", "drifts in batches",
    "no generated token", "not JSON", "too likely",
)  # fmt: skip


@dataclass
class Stub:
    """What a running stub did and shall do."""

    scorer: LocalScorer
    personality: str = "correct"
    answers: int = 0
    dies_after: int = 10**9
    address: str = ""
    tokens: list[int] = field(default_factory=list)

    def distribution(self, ids: list[int]) -> Any:
        """log p (n, vocabulary): row i is what follows ids[:i + 1]."""
        model = self.scorer.model
        with model.torch.inference_mode():
            return model.logits(model.hidden(model.torch.tensor([ids]))[0][0]).log_softmax(-1)

    def cells(self, ids: list[int], batch: int) -> list[Any]:
        """Per prompt token: None, or (log p, id, {best id: log p}, rank)."""
        chances = self.distribution(ids)
        found: list[Any] = [None]
        for place in range(1, len(ids)):
            row = chances[place if self.personality == "shifted" else place - 1]
            logp, best = float(row[ids[place]]), int(row.argmax())
            if self.personality == "drifts in batches" and batch > 1:
                logp -= 0.01
            if self.personality == "zeros":
                logp = 0.0
            if self.personality == "too likely":
                logp = 0.5
            hidden = ids[place] != best
            if self.personality == "censored" and hidden:
                found.append((None, ids[place], {best: float(row[best])}, None))
                continue
            if self.personality == "floored" and hidden:
                logp = -9999.0
            token = (ids[place] + 1) % 300 if self.personality == "other tokens" else ids[place]
            rank = 1 + int((row > row[ids[place]]).sum())
            found.append((logp, token, {best: float(row[best])}, rank))
        return found

    def spelled(self, token: int) -> str:
        return self.scorer.encoder.decode_one(token)


def openai(stub: Stub, body: dict[str, Any]) -> dict[str, Any]:
    choices = []
    for index, ids in enumerate(body["prompt"]):
        row = stub.distribution(ids)[-1]
        best = int(row.argmax())
        made = [] if stub.personality == "no generated token" else [(float(row[best]), best, {best: float(row[best])}, 1)]
        cells = [*stub.cells(ids, len(body["prompt"])), *made] if body["echo"] and stub.personality != "echo ignored" else made
        told = [None if c is None else c[0] for c in cells]
        names = [stub.spelled(ids[0] if c is None else c[1]) for c in cells]
        top = [None if c is None else {stub.spelled(k): v for k, v in c[2].items()} for c in cells]
        choices.append({"index": index, "logprobs": {"tokens": names, "token_logprobs": told, "top_logprobs": top}})
    return {"choices": choices[::-1]}


def vllm(stub: Stub, body: dict[str, Any]) -> dict[str, Any]:
    choices = []
    for index, ids in enumerate(body["prompt"]):
        row = stub.distribution(ids)[-1]
        best = int(row.argmax())
        choice: dict[str, Any] = {"index": index, "token_ids": [best]}
        choice["logprobs"] = {"tokens": [stub.spelled(best)], "token_logprobs": [float(row[best])]}
        if body.get("prompt_logprobs") is not None and stub.personality != "echo ignored":
            cells = [None if c is None else _vllm_cell(stub, c) for c in stub.cells(ids, len(body["prompt"]))]
            choice["prompt_logprobs"] = cells
        choices.append(choice)
    return {"choices": choices}


def _vllm_cell(stub: Stub, cell: Any) -> dict[str, Any]:
    logp, token, top, rank = cell
    told = {str(k): {"logprob": v, "rank": 1, "decoded_token": stub.spelled(k)} for k, v in top.items()}
    return told if logp is None else told | {str(token): {"logprob": logp, "rank": rank, "decoded_token": stub.spelled(token)}}


def sglang(stub: Stub, body: dict[str, Any]) -> list[dict[str, Any]]:
    answers = []
    for ids in body["input_ids"]:
        row = stub.distribution(ids)[-1]
        best = int(row.argmax())
        meta: dict[str, Any] = {"output_token_logprobs": [[float(row[best]), best, None]]}
        if body.get("logprob_start_len") == 0 and stub.personality != "echo ignored":
            cells = stub.cells(ids, len(body["input_ids"]))
            meta["input_token_logprobs"] = [[None, ids[0], None] if c is None else [c[0], c[1], None] for c in cells]
            meta["input_top_logprobs"] = [None if c is None else [[v, k, None] for k, v in c[2].items()] for c in cells]
        answers.append({"meta_info": meta})
    return answers


@contextmanager
def running(scorer: LocalScorer, personality: str = "correct", dies_after: int = 10**9) -> Iterator[Stub]:
    """A stub on a free port of this machine."""
    stub = Stub(scorer, personality, dies_after=dies_after)

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            told = {"version": "1.2.3", "data": [{"id": "default", "max_model_len": 128}], "max_model_len": 128}
            self._send(200, json.dumps(told).encode())

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            stub.answers += 1
            if stub.answers > stub.dies_after:
                self.connection.close()
                return
            if personality == "busy once" and stub.answers % 3 == 1:
                self._send(503, b"loading")
                return
            if personality == "not JSON":
                self._send(200, b"<html>welcome</html>")
                return
            ask = sglang if self.path == "/generate" else vllm if "echo" not in body else openai
            self._send(200, json.dumps(ask(stub, body)).encode())

        def _send(self, status: int, data: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a connection that dies is what is tested
    stub.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
