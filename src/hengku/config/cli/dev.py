"""`hengku dev`."""

import os
import subprocess
import sys
from pathlib import Path

import click

import hengku
from hengku.config.embedded.home import resolve_home
from hengku.config.embedded.server import using
from hengku.config.serving.ports import LOOPBACK, PORT_DEFAULT
from hengku.config.serving.start import prepare_database
from hengku.config.serving.supervisor import Child, Supervisor, module_command

SOURCE = Path(hengku.__file__).parent
WEB = SOURCE.parent.parent / "web"


@click.command()
@click.option("--port", default=PORT_DEFAULT, show_default=True, help="Port of the server. 端口")
def command(*, port: int) -> None:
    """Serve with hot reload of server and pages, from a checkout. 开发模式"""
    home = resolve_home()
    with using(home) as connection:
        token = prepare_database(connection, with_token=True)
        environment = os.environ | connection.environment() | {"HENGKU_PORT": str(port), "HENGKU_LOG_LEVEL": "INFO"}
        reload = ["--factory", "--reload", "--reload-dir", str(SOURCE), "--lifespan", "off"]
        where = ["--host", LOOPBACK, "--port", str(port)]
        processes = [
            [sys.executable, "-m", "uvicorn", "hengku.config.serving.web:create_app", *reload, *where],
            ["npm", "run", "dev", "--prefix", str(WEB)],
        ]
        click.echo(
            f"API http://{LOOPBACK}:{port}   pages http://{LOOPBACK}:5173" + (f"/setup?token={token}" if token else "")
        )
        _run_together(
            processes,
            environment,
            watched=[
                Child("jobs", module_command("hengku.config.serving.jobs")),
                Child("consumer", module_command("hengku.config.serving.consumer")),
            ],
        )


def _run_together(commands: list[list[str]], environment: dict[str, str], watched: list[Child]) -> None:
    running = [subprocess.Popen(words, env=environment) for words in commands]
    supervisor = Supervisor(children=watched, environment=environment, say=click.echo)
    try:
        supervisor.run()
    except KeyboardInterrupt:
        click.echo("")
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait()
