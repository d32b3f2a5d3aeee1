"""The rules applied to all schools of a trust, side by side in processes."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from policy_handbook.findings import Finding, in_order
from policy_handbook.publish import UnusableError, check
from policy_handbook.trust.processes import begin
from policy_handbook.trust.repository import Repository

FEW = 3
"""So many schools are checked sooner by one process than others have begun."""


def check_schools(repository: Repository, schools: Sequence[str], today: dt.date) -> tuple[Finding, ...]:
    """Return what is wrong in some schools of a trust, each thing once: all of them read the trust's own files."""
    data = [repository.data_of(school) for school in schools if repository.data_of(school).is_dir()]
    look = partial(_check, root=repository.root, today=today)
    cores = os.cpu_count() or 1
    if cores == 1 or len(data) <= FEW:
        found = [finding for path in data for finding in look(path)]
    else:
        try:
            with ProcessPoolExecutor(min(cores, len(data)), get_context("spawn"), begin) as pool:
                found = [finding for result in pool.map(look, data) for finding in result]
        except BrokenProcessPool:
            raise UnusableError("a part of the check was ended from outside", "try again") from None
    return tuple(in_order([*repository.findings, *found]))


def _check(data: Path, *, root: Path, today: dt.date) -> tuple[Finding, ...]:
    return check(data, root=root, today=today).findings
