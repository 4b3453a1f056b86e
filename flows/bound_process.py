"""Run a command as a process that ends when the one that started it ends, kill -9 included.

python -m flows.bound_process COMMAND [ARGUMENT ...]
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Ask Linux for SIGTERM at the parent's death, and become the command.

    On other systems the request is left out: the command then ends only when it is told to.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    command = sys.argv[1:]
    os.execvp(command[0], command)


if __name__ == "__main__":
    main()
