"""How a process begins that works on one school after another."""

from __future__ import annotations

import gc
import signal


def begin() -> None:
    """Leave an interruption to the command, and look for circles of objects seldom; see publish.runner."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(100_000, 50, 100)
