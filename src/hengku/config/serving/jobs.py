"""The job worker process: timers, imports, reports, and the daily backup."""

import asyncio
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
        worker = asyncio.current_task()
        loop = asyncio.get_running_loop()
        if worker is None:
            raise RuntimeError("no task")

        def stop() -> None:
            loop.call_soon_threadsafe(worker.cancel)

        stop_with_parent(stop)
        with app.replace_connector(connector.get_worker_connector()):
            async with app.open_async():
                await app.run_worker_async(
                    concurrency=CONCURRENCY,
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=GRACE_S - 2,
                    delete_jobs="successful",
                )

    factory = asyncio.SelectorEventLoop if sys.platform == "win32" else None
    with asyncio.Runner(loop_factory=factory) as runner:
        try:
            runner.run(work())
        except asyncio.CancelledError:
            return


if __name__ == "__main__":
    main()
