"""The `hengku` command: one module per sub-command, loaded when it is called."""

import sys
from importlib import import_module
from importlib.util import find_spec

import click

from hengku.config.words import chinese, say

COMMANDS = {
    "serve": "serve",
    "init": "init",
    "upgrade": "upgrade",
    "backup": "backup",
    "restore": "restore",
    "user": "user",
    "account-set": "account_set",
    "check": "check",
    "rebuild": "rebuild",
    "import": "import_file",
    "report": "report",
    "scenario": "scenario",
    "bench": "bench",
    "demo": "demo",
    "openapi": "openapi",
    "dev": "dev",
    "stop": "stop",
}
"""Command -> module in this package, which has a click command called `command`."""


class Commands(click.Group):
    """The sub-commands of COMMANDS, in that order."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return [name for name, module in COMMANDS.items() if find_spec(f"{__name__}.{module}")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command = import_module(f"{__name__}.{COMMANDS[cmd_name]}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"{cmd_name} is no click command")
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hengku")
def hengku() -> None:
    """衡库 HengKu: inventory management 库存管理系统.

    Data lives in HENGKU_HOME; DATABASE_URL uses a PostgreSQL server (16 or newer) of your own.
    """


def main() -> None:
    """Run the command; refusals and database troubles end it with one sentence and exit code 1."""
    from hengku.config.embedded.errors import DatabaseError
    from hengku.kernel.errors import Refused
    from hengku.kernel.texts import current_language, speak

    speak("zh-CN" if chinese() else "en")
    try:
        hengku(prog_name="hengku")
    except DatabaseError as error:
        sys.exit(say(f"Error: {error}", f"错误：{error}"))
    except Refused as refused:
        sys.exit("\n".join(refusal.message(current_language()) for refusal in refused.refusals))
