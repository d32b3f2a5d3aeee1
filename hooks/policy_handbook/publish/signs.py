"""What a file looks like from outside, so that one that nobody has touched need not be read again.

A sign is made of the number of the file, its size, and the times at which its content and anything about it were last
changed. The second of them the system keeps by itself, and nobody can set it back: whoever writes in a file and gives
it its old time again is noticed. Where the system keeps no such time there are no signs, and everything is read.
"""

from __future__ import annotations

import os

LASTING = 2_000_000_000
"""Nanoseconds for which a file must have been left alone: two changes within the same tick of a disk look like one."""


def sign_of(path: str) -> str:
    """Return the sign of a file; empty where there are none.

    Raises:
        OSError: the file is not there.
    """
    state = os.stat(path)  # noqa: PTH116 - thousands of files are looked at one after another
    return f"{state.st_ino} {state.st_size} {state.st_mtime_ns} {state.st_ctime_ns}" if os.name == "posix" else ""


def lasts(sign: str, now: int) -> bool:
    """Whether a file that is changed from now on will have another sign.

    Args:
        sign: the sign of the file now.
        now: the time, in nanoseconds as files bear it.
    """
    return bool(sign) and max(map(int, sign.split()[2:])) < now - LASTING
