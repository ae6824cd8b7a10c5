"""What tests of the safe door share."""

import time
from collections.abc import Callable

import pytest

from lexstemma.terms import InputError, Limits, safe_load

LS = "@prefix ls: <https://w3id.org/lexstemma#> .\n@prefix : <https://w3id.org/lexstemma/case/x#> .\n"
CONTEXT = "https://w3id.org/lexstemma/context/1"


def refused(data: str | bytes, format: str = "turtle", limits: Limits | None = None) -> str:
    """The message with which `data` is refused: one line."""
    with pytest.raises(InputError) as caught:
        safe_load(data.encode() if isinstance(data, str) else data, format=format, where="f", limits=limits)  # type: ignore[arg-type]
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith("f")
    return message


def quickly(work: Callable[[], str], seconds: float = 5.0) -> str:
    """The result of `work`, which must not take long (processor time, so that a busy machine is no failure)."""
    start = time.process_time()
    result = work()
    assert time.process_time() - start < seconds
    return result
