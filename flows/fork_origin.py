"""What each process of a task runner is a copy of: all that its tasks import, and nothing begun.

Unlike every other module it acts when it is imported, by multiprocessing's fork server, which
knows no other way. Nothing else imports it.
"""

import os
import sys
from pathlib import Path

import flows.genre_study  # noqa: F401
from modeling.devices import load_tensorflow

# TensorFlow greets on standard error, which is the command's; a copy sends its own to the run's
# log before its first task (tasks.context.start_worker_process).
with Path(os.devnull).open("ab") as nowhere:
    os.dup2(nowhere.fileno(), sys.stderr.fileno())
load_tensorflow()
