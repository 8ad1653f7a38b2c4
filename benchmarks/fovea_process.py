"""Commands of Fovea as processes of their own, and what they cost."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run_command(*command: object) -> float:
    """Run a program, what it prints on the error stream; the processor seconds that it and its children took.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    before = os.times()
    subprocess.run([str(part) for part in command], check=True, cwd=ROOT, stdout=sys.stderr)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def run_fovea(*arguments: object) -> float:
    """Run a command of Fovea likewise."""
    return run_command(sys.executable, ROOT / "main.py", *arguments)
