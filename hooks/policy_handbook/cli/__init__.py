"""The command ``handbook``. Only here is anything printed, and only here does the program decide its exit code."""

from policy_handbook.cli.main import main

__all__ = ["main"]
