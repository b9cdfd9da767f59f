"""The coder of the stencils as machine code, made from ``jbig2.wat`` where it runs: a tenth of Python's time.

wasmtime compiles the text once for a process (7 ms). Each stencil gets an instance with a memory of its own, which is
given back when it is done, so threads need not wait for each other.
"""

from __future__ import annotations

import atexit
import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from wasmtime import Engine, Module

_SOURCE = Path(__file__).with_name("jbig2.wat")
_PICTURE = 66560  # where it begins in the memory
_PAGE = 0x10000  # bytes: memory grows by so many
_BESIDE = 4  # empty columns before the picture; no fewer follow it
_ABOVE = 2


def coded(mask: NDArray[np.bool_], states: bytes) -> bytes | None:
    """The code of a mask, without the mark at its end; None where machine code cannot be made.

    ``states``: what each of the coder's states means, as the source says.
    """
    machine = _machine()
    if machine is None:
        return None
    from wasmtime import Instance, Store

    height, width = mask.shape
    stride = -(-(width + 2 * _BESIDE) // 8) * 8
    out = _PICTURE + (height + _ABOVE) * stride
    store = Store(machine[0])
    exports: Any = Instance(store, machine[1], []).exports(store)
    memory = exports["memory"]
    room = out + mask.size // 2 + _PAGE  # four bits a pixel: noise takes little more than one
    memory.grow(store, room // _PAGE + 1 - memory.size(store))
    memory.write(store, states, 0)
    view = np.frombuffer(memory.get_buffer_ptr(store), np.uint8)
    picture = view[_PICTURE:out].reshape(height + _ABOVE, stride)
    picture[_ABOVE:, _BESIDE : _BESIDE + width] = mask
    written = exports["encoded"](store, width, height, stride, out)
    return view[out + 1 : out + 1 + written].tobytes()


@functools.cache
def _machine() -> tuple[Engine, Module] | None:
    """Without the gigabytes of addresses that wasmtime would set aside; it leaves the process's signals alone."""
    try:
        from wasmtime import Config, Engine, Module, WasmtimeError
    except (ImportError, OSError):  # no build of it for this kind of machine
        return None
    config = Config()
    config.memory_reservation = 0
    config.memory_guard_size = 0
    config.memory_reservation_for_growth = 0
    config.signals_based_traps = False
    config.parallel_compilation = False  # its threads would stay, and a process of several is not shut in
    try:
        engine = Engine(config)
        compiled = engine, Module(engine, _SOURCE.read_text("ascii"))
    except WasmtimeError:  # a hardened system: what was written may not be run
        return None
    atexit.register(_machine.cache_clear)  # wasmtime cannot free them once the interpreter is being taken apart
    return compiled
