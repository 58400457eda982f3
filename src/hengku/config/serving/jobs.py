"""The job worker process: timers, imports, reports, and the daily backup."""

import asyncio
import contextlib
import os
import sys

from hengku.config.serving.child import GRACE_S, stop_with_parent

CONCURRENCY = 2


def main() -> None:
    """Work on jobs until asked to stop; a running job gets some seconds to finish, else it starts again later."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hengku.config.settings")
    import django

    django.setup()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    from hengku.config.upkeep.schedule import offer

    offer(app)
    # A shop's machine sleeps at night: what was due within the last day runs when it wakes.
    app.periodic_defaults = {"max_delay": 24 * 3600}
    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError(f"unexpected connector {connector!r}")

    async def work() -> None:
        loop = asyncio.get_running_loop()
        asked = asyncio.Event()

        def stop() -> None:
            loop.call_soon_threadsafe(asked.set)

        stop_with_parent(stop)
        # Not cancelled before it is open: a connection pool broken off while it connects does not come to an end.
        with app.replace_connector(connector.get_worker_connector()):
            async with app.open_async():
                worker = asyncio.create_task(
                    app.run_worker_async(
                        concurrency=CONCURRENCY,
                        install_signal_handlers=False,
                        shutdown_graceful_timeout=GRACE_S - 2,
                        delete_jobs="successful",
                    )
                )
                stopping = asyncio.create_task(asked.wait())
                await asyncio.wait({worker, stopping}, return_when=asyncio.FIRST_COMPLETED)
                stopping.cancel()
                worker.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await worker

    factory = asyncio.SelectorEventLoop if sys.platform == "win32" else None
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(work())


if __name__ == "__main__":
    main()
