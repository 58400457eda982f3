"""The `hengku` command."""

import click


@click.group()
def main() -> None:
    """衡库 HengKu."""
