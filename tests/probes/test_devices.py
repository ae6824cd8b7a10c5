"""Devices and numbers: chosen for the machine, refused where they would be wrong."""

from types import SimpleNamespace
from typing import Any

import pytest

from lexstemma.probes._device import choose_device, choose_dtype, cpu_flags, device_map
from lexstemma.terms import InputError


def machine(gpus: int = 0, *, mps: bool = False, capability: int = 8, free: int = 80) -> Any:
    """A stand-in for torch on another machine."""
    cuda = SimpleNamespace(
        is_available=lambda: gpus > 0, device_count=lambda: gpus, get_device_capability=lambda _: (capability, 0),
        mem_get_info=lambda _: (free * 10**9, free * 10**9),
    )  # fmt: skip
    return SimpleNamespace(cuda=cuda, backends=SimpleNamespace(mps=SimpleNamespace(is_available=lambda: mps)))


def test_the_fastest_device_is_chosen_and_a_named_one_is_obeyed() -> None:
    assert choose_device(machine(), None) == "cpu"
    assert choose_device(machine(mps=True), "auto") == "mps"
    assert choose_device(machine(2, mps=True), None) == "cuda"
    assert choose_device(machine(2), "cuda:1") == "cuda:1"
    assert choose_device(machine(2), "cpu") == "cpu"


@pytest.mark.parametrize("asked", ["cuda", "cuda:2", "mps", "tpu", ""])
def test_a_device_that_is_not_there_is_refused(asked: str) -> None:
    with pytest.raises(InputError, match="is not on this machine; expected auto or one of: cpu"):
        choose_device(machine(), asked)


@pytest.mark.parametrize(
    ("device", "stored", "capability", "chosen"),
    [
        ("cpu", "bfloat16", 8, "float32"), ("cpu", None, 8, "float32"), ("mps", "float16", 8, "float32"),
        ("cuda", "bfloat16", 8, "bfloat16"), ("cuda", "bfloat16", 7, "float32"), ("cuda", "float16", 7, "float16"),
        ("cuda", "float32", 9, "float32"), ("cuda", None, 9, "float32"),
    ],
)  # fmt: skip
def test_the_dtype_follows_device_and_weights(device: str, stored: str | None, capability: int, chosen: str) -> None:
    assert choose_dtype(machine(1, capability=capability), None, device, stored) == chosen


@pytest.mark.parametrize(
    ("asked", "device", "stored", "flags", "why"),
    [
        ("bfloat16", "cpu", None, {"avx2", "fma"}, "bfloat16 on a CPU without avx512_bf16 or amx_bf16; expected float32"),
        ("float16", "cpu", None, {"avx512_bf16"}, "float16 on a CPU"),
        (
            "float16",
            "cuda",
            "bfloat16",
            set(),
            "float16 for weights stored in bfloat16; expected bfloat16 or float32: float16 over",
        ),
        ("int8", "cpu", None, set(), "no dtype 'int8'; expected auto or one of: float32"),
    ],
)
def test_wrong_numbers_are_refused(asked: str, device: str, stored: str | None, flags: set[str], why: str) -> None:
    with pytest.raises(InputError, match=why):
        choose_dtype(machine(1), asked, device, stored, frozenset(flags))


def test_bf16_is_allowed_where_the_processor_has_it_and_refused_on_an_old_gpu() -> None:
    assert choose_dtype(machine(), "bfloat16", "cpu", None, frozenset({"amx_bf16"})) == "bfloat16"
    with pytest.raises(InputError, match="a GPU that emulates it"):
        choose_dtype(machine(1, capability=7), "bfloat16", "cuda", None)


def test_weights_too_large_for_one_gpu_are_spread_and_too_large_for_all_refused() -> None:
    assert device_map(machine(), "cpu", 10**15) == {"": "cpu"}
    assert device_map(machine(2, free=80), "cuda", 60 * 10**9) == {"": "cuda:0"}
    assert device_map(machine(2, free=80), "cuda", 120 * 10**9) == "auto"
    assert device_map(machine(2, free=80), "cuda:1", 120 * 10**9) == {"": "cuda:1"}
    with pytest.raises(InputError, match="140 gigabytes of weights, 136 gigabytes free on 2"):
        device_map(machine(2, free=80), "cuda", 140 * 10**9)


def test_the_flags_of_this_processor_can_be_read() -> None:
    assert all(flag == flag.strip() for flag in cpu_flags())
