"""Engine processes that misbehave in one way each: programs for ``EngineProcess`` and ``EngineClient``."""

import sys

SERVE = """
import json, os, signal, sys, time
def say(**body):
    sys.stdout.write(json.dumps({**body, "attachments": []}) + "\\n"); sys.stdout.flush()
say(type="ready", id="", pid=os.getpid())
for line in sys.stdin:
    command = json.loads(line)
"""
ANSWERS = SERVE + "    say(type='done', id=command['id'])\n"
DIES_OF_QUESTIONS = (
    SERVE + "    print('last words', file=sys.stderr, flush=True); os.kill(os.getpid(), signal.SIGKILL)\n"
)
TRAINS = SERVE + (
    "    kind = command['type']\n"
    "    if kind == 'train': say(type='training_started', id=command['id'], run=command['run'], pid=os.getpid())\n"
    "    elif kind == 'warm_up':\n"
    "        say(type='warmed_up', id=command['id'], device='CPU', precision='float32', versions={})\n"
    "    else: say(type='done', id=command['id'])\n"
    "signal.pause()\n"
)
PRINTS_GARBAGE = "print('WARNING: not a message', flush=True); input()"
CANNOT_IMPORT = "import a_package_that_is_not_installed"
IGNORES = SERVE + "    time.sleep(60)\n"


def program(code: str) -> tuple[str, ...]:
    """The command line of a fake engine."""
    return (sys.executable, "-c", code)
