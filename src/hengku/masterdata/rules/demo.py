"""The opening through which a room above loads the demo company at set-up."""

from collections.abc import Callable

from hengku.identity.types import Act

DemoLoader = Callable[[Act], None]
_loaders: list[DemoLoader] = []


def offer_demo(loader: DemoLoader) -> None:
    """Let `loader` fill the account set when the owner asks for the demo company."""
    _loaders.append(loader)


def demo_loaders() -> tuple[DemoLoader, ...]:
    return tuple(_loaders)
