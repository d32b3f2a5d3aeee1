"""A school's files in git, with a place to which they are sent."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

PERSON = ("-c", "user.name=Mr A. Quill", "-c", "user.email=office@exampleton.example.org")


def git(folder: Path, *arguments: str) -> str:
    """Run git, without the settings of whoever runs the tests."""
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(
        ["git", "-C", str(folder), *PERSON, *arguments], env={**os.environ, **alone}, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8")


@dataclass(frozen=True)
class Repository:
    """Files in git.

    Attributes:
        folder: where they are worked on.
        bare: where they are sent.
    """

    folder: Path
    bare: Path

    @classmethod
    def of(cls, folder: Path, bare: Path) -> Repository:
        """Put a folder into git and send it."""
        git(folder, "init", "--quiet", "--initial-branch=main")
        (folder / ".gitignore").write_text(".handbook-cache\n", encoding="utf-8")
        git(folder, "add", "--all")
        git(folder, "commit", "--quiet", "--message=First")
        git(folder.parent, "init", "--quiet", "--bare", "--initial-branch=main", str(bare))
        git(folder, "remote", "add", "origin", str(bare))
        git(folder, "push", "--quiet", "--set-upstream", "origin", "main")
        return cls(folder, bare)

    def last(self, form: str = "%an <%ae>: %B", *, at: Path | None = None) -> str:
        return git(at or self.folder, "log", "-1", f"--format={form}", "main").strip()

    def files_of_last(self) -> list[str]:
        return git(self.folder, "show", "--name-only", "--format=", "HEAD").split()

    def somebody_else(self, path: str, old: str, new: str) -> None:
        """Let somebody elsewhere change a file and send it."""
        other = self.bare.parent / "other"
        git(self.bare.parent, "clone", "--quiet", str(self.bare), str(other))
        file = other / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
        git(other, "commit", "--quiet", "--all", "--message=Theirs")
        git(other, "push", "--quiet")
