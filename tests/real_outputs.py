"""The one output of an X server, changed as a cable does it: pulled out, put back, turned, another size (RandR 1.3)."""

from __future__ import annotations

import ctypes as c


class _Resources(c.Structure):
    _fields_ = (
        ("timestamp", c.c_ulong),
        ("config_timestamp", c.c_ulong),
        ("crtc_count", c.c_int),
        ("crtcs", c.POINTER(c.c_ulong)),
        ("output_count", c.c_int),
        ("outputs", c.POINTER(c.c_ulong)),
        ("mode_count", c.c_int),
        ("modes", c.c_void_p),
    )


class _Mode(c.Structure):
    _fields_ = (
        ("id", c.c_ulong),
        ("width", c.c_uint),
        ("height", c.c_uint),
        ("clock", c.c_ulong),
        *((name, c.c_uint) for name in ("h_start", "h_end", "h_total", "h_skew", "v_start", "v_end", "v_total")),
        ("name", c.c_char_p),
        ("name_length", c.c_uint),
        ("flags", c.c_ulong),
    )


class XOutput:
    """The output of ``display``; the server was begun with a screen as large as the largest that is shown."""

    def __init__(self, display: str) -> None:
        self._x, self._randr = c.CDLL("libX11.so.6"), c.CDLL("libXrandr.so.2")
        self._x.XOpenDisplay.restype = c.c_void_p
        self._x.XDefaultRootWindow.restype = c.c_ulong
        self._randr.XRRGetScreenResources.restype = c.POINTER(_Resources)
        self._randr.XRRCreateMode.restype = c.c_ulong
        self._display = c.c_void_p(self._x.XOpenDisplay(display.encode()))
        assert self._display, f"no X server at {display}"
        self._root = c.c_ulong(self._x.XDefaultRootWindow(self._display))

    def pull_out(self) -> None:
        self._set(0, ())

    def show(self, width: int, height: int) -> None:
        """Plugged in, in this size."""
        self.pull_out()
        self._randr.XRRSetScreenSize(self._display, self._root, width, height, width // 4, height // 4)
        name = f"{width}x{height}".encode()
        mode = _Mode(0, width, height, 60 * width * height, width, width, width, 0, height, height, height)
        mode.name, mode.name_length = name, len(name)
        made = self._mode(width, height) or self._randr.XRRCreateMode(self._display, self._root, c.byref(mode))
        resources = self._resources()
        output = resources.contents.outputs[0]
        self._randr.XRRAddOutputMode(self._display, c.c_ulong(output), c.c_ulong(made))
        self._set(made, (output,))

    def _mode(self, width: int, height: int) -> int:
        resources = self._resources().contents
        modes = c.cast(resources.modes, c.POINTER(_Mode))
        found = (modes[at] for at in range(resources.mode_count))
        return next((one.id for one in found if (one.width, one.height) == (width, height)), 0)

    def _resources(self) -> c._Pointer[_Resources]:
        made: c._Pointer[_Resources] = self._randr.XRRGetScreenResources(self._display, self._root)
        return made

    def _set(self, mode: int, outputs: tuple[int, ...]) -> None:
        resources = self._resources()
        crtc = c.c_ulong(resources.contents.crtcs[0])
        held = (c.c_ulong * max(1, len(outputs)))(*outputs)
        self._randr.XRRSetCrtcConfig(
            self._display, resources, crtc, c.c_ulong(0), 0, 0, c.c_ulong(mode), c.c_ushort(1), held, len(outputs)
        )
        self._x.XSync(self._display, 0)
