"""`hengku serve`."""

import click

from hengku.config.embedded.home import resolve_home
from hengku.config.serving.ports import PortTaken
from hengku.config.serving.start import Wish, serve
from hengku.config.words import say


@click.command()
@click.option("--lan", is_flag=True, help="Open to phones and computers in the same network. 允许局域网访问")
@click.option("--port", type=click.IntRange(1, 65535), help="Port; otherwise HENGKU_PORT or the first free from 8765.")
@click.option("--workers", type=click.IntRange(1, 64), help="Web processes; otherwise one per processor, up to four.")
def command(*, lan: bool, port: int | None, workers: int | None) -> None:
    """Start the product and stay. 启动产品"""
    try:
        serve(resolve_home(), Wish(port=port, lan=lan, workers=workers))
    except PortTaken as taken:
        raise click.ClickException(
            say(f"Port {taken} is in use; choose another with --port.", f"端口 {taken} 已被占用，请用 --port 另选。")
        ) from taken
