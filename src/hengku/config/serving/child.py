"""What every child process of the supervisor does: stop when asked, and stop when the supervisor is gone.

The supervisor holds the other end of the child's standard input. It closing, for whatever reason (kill -9 included),
is the order to stop; this works on every system, unlike signals.
"""

import os
import signal
import threading
from collections.abc import Callable

GRACE_S = 10.0
"""How long a child may take to finish what it is doing."""


def stop_with_parent(stop: Callable[[], None]) -> None:
    """Call `stop` once, from another thread, when the supervisor closes our input or we get SIGTERM or SIGINT."""
    asked = threading.Event()

    def once() -> None:
        if not asked.is_set():
            asked.set()
            stop()
            # Whoever does not manage to stop in time is not waited for.
            timer = threading.Timer(GRACE_S, os._exit, args=(1,))
            timer.daemon = True
            timer.start()

    def watch() -> None:
        # Not sys.stdin: its buffer's lock, held by this thread, would spoil the interpreter's shutdown.
        while os.read(0, 1):
            pass
        once()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: threading.Thread(target=once, daemon=True).start())
    threading.Thread(target=watch, name="parent", daemon=True).start()
