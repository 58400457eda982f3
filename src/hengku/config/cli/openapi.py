"""`hengku openapi`: write the API's description, from which the pages' types are generated."""

import os
from pathlib import Path

import click

from hengku.config.words import say

DEFAULT = Path(__file__).resolve().parents[4] / "web" / "src" / "api" / "openapi.json"


def described() -> str:
    """The OpenAPI document as text, the same on every machine. Needs Django set up, no database."""
    import json

    from hengku.config.urls import api

    return (
        json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    )


@click.command()
@click.option("--output", type=click.Path(path_type=Path), default=DEFAULT, help="Where to write. 输出文件")
@click.option("--check", is_flag=True, help="Only compare; exit 1 when the file is out of date. 仅检查")
def command(*, output: Path, check: bool) -> None:
    """Write the API's description. 生成接口描述文件"""
    os.environ["HENGKU_OFFLINE"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hengku.config.settings")
    import django

    django.setup()
    text = described()
    if not check:
        output.write_text(text, encoding="utf-8")
        click.echo(str(output))
    elif not output.exists() or output.read_text(encoding="utf-8") != text:
        raise click.ClickException(
            say("The API has changed: run `hengku openapi`.", "接口已变化，请运行 hengku openapi。")
        )
