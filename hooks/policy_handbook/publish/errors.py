"""What makes a build impossible, as opposed to what is wrong with the data."""

from __future__ import annotations


class UnusableError(Exception):
    """A build cannot run at all.

    Attributes:
        message: why, in one plain line.
        advice: what to do about it.
    """

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message}: {self.advice}" if self.advice else self.message
