"""A real server that ignores `echo` without a word, where it is installed (pip install xllamacpp): refused with the reason."""

from pathlib import Path

import pytest

from lexstemma.probes import open_server
from lexstemma.terms import InputError

# A whole inference engine, for one test that the stub server makes anyway: run where somebody has it.
xllamacpp = pytest.importorskip("xllamacpp", reason="opt-in: pip install xllamacpp, a real server that ignores echo")
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("kind", ["openai", "vllm"])
def test_a_server_that_ignores_echo_is_refused(gguf: Path, conversions: Path, kind: str) -> None:
    settings = xllamacpp.CommonParams()
    settings.model.path, settings.n_ctx, settings.cpuparams.n_threads, settings.warmup = str(gguf), 512, 1, False
    server = xllamacpp.Server(settings)
    [tokenizer] = conversions.iterdir()
    with pytest.raises(InputError, match="0 log-probabilities for [0-9]+ prompt tokens: it ignores echo"):
        open_server(server.listening_address, kind=kind, tokenizer=tokenizer)
