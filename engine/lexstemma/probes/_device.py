"""Which device computes, and in which numbers: chosen for the machine, refused where they would be wrong or pointless."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lexstemma.terms import InputError

_DTYPES = ("float32", "bfloat16", "float16")
_BF16_FLAGS = frozenset({"avx512_bf16", "amx_bf16", "bf16"})  # x86, x86, ARM
_AMPERE = 8


def choose_device(torch: Any, asked: str | None) -> str:
    """A device's name as torch knows it: what was asked for, else CUDA, else MPS, else CPU.

    Raises:
        InputError: the asked device is unknown or not on this machine.
    """
    here = ["cpu"]
    if torch.cuda.is_available():
        here += ["cuda", *(f"cuda:{n}" for n in range(torch.cuda.device_count()))]
    if torch.backends.mps.is_available():
        here.append("mps")
    if asked in (None, "auto"):
        return "cuda" if "cuda" in here else "mps" if "mps" in here else "cpu"
    if asked not in here:
        raise InputError(f"device '{asked}' is not on this machine", expected=f"expected auto or one of: {', '.join(here)}")
    return str(asked)


def choose_dtype(torch: Any, asked: str | None, device: str, stored: str | None, flags: frozenset[str] | None = None) -> str:
    """The numbers to compute in: "float32", "bfloat16" or "float16".

    On a CPU and on MPS float32; on CUDA what the weights are stored in, and never fewer exponent bits than that:
    bfloat16 weights overflow in float16.

    Args:
        asked: None or "auto" for the choice above.
        stored: what the weights are stored in; None where unknown.
        flags: the CPU's, for tests.

    Raises:
        InputError: unknown, emulated without speed or precision, or overflowing.
    """
    family = device.split(":")[0]
    if asked not in (None, "auto", *_DTYPES):
        raise InputError(f"no dtype '{asked}'", expected=f"expected auto or one of: {', '.join(_DTYPES)}")
    if asked in (None, "auto"):
        if family != "cuda" or stored not in ("bfloat16", "float16"):
            return "float32"
        return stored if stored == "float16" or _cuda_has_bf16(torch, device) else "float32"
    if asked == "float16" and family == "cpu":
        raise InputError("float16 on a CPU", expected="expected float32: half precision is slower there and loses digits")
    if asked == "float16" and stored == "bfloat16":
        raise InputError("float16 for weights stored in bfloat16", expected="expected bfloat16 or float32: float16 overflows")
    if asked == "bfloat16" and family == "cpu" and not _BF16_FLAGS & (cpu_flags() if flags is None else flags):
        expected = "expected float32: bfloat16 is emulated there, several times slower and less exact"
        raise InputError("bfloat16 on a CPU without avx512_bf16 or amx_bf16", expected=expected)
    if asked == "bfloat16" and family == "cuda" and not _cuda_has_bf16(torch, device):
        raise InputError("bfloat16 on a GPU that emulates it", expected="expected float32")
    return str(asked)


def device_map(torch: Any, device: str, needed: int) -> str | dict[str, str]:
    """Where the layers go: all on one device, or spread over the GPUs ("auto") if they don't fit on the first.

    Args:
        needed: bytes of the weights in the chosen dtype.

    Raises:
        InputError: they fit on no set of GPUs here.
    """
    if device != "cuda":
        return {"": device}
    free = [torch.cuda.mem_get_info(n)[0] * 0.85 for n in range(torch.cuda.device_count())]
    if needed <= free[0]:
        return {"": "cuda:0"}
    if needed > sum(free):
        what = f"{needed / 1e9:.0f} gigabytes of weights, {sum(free) / 1e9:.0f} gigabytes free on {len(free)} GPU(s)"
        raise InputError(what, expected="expected more memory; use --device cpu or a server that holds the model")
    return "auto"


def cpu_flags() -> frozenset[str]:
    """What the processor says it can do; empty where the system doesn't tell."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return frozenset()
    for line in lines:
        if line.startswith(("flags", "Features")):
            return frozenset(line.split(":", 1)[1].split())
    return frozenset()


def _cuda_has_bf16(torch: Any, device: str) -> bool:
    return bool(torch.cuda.get_device_capability(device)[0] >= _AMPERE)
