"""Issues of a policy over time: which clause became which, what words changed, and what was in force when."""

from policy_handbook.history.redline import Fate, Redline, RedlineError, Row, comparison, redline

__all__ = ["Fate", "Redline", "RedlineError", "Row", "comparison", "redline"]
