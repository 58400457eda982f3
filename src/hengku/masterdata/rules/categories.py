"""The category tree: a path of codes from the root makes a subtree one prefix search."""

from collections.abc import Mapping

SEPARATOR = "/"


def path_of(parent_path: str, code: str) -> str:
    return f"{parent_path}{SEPARATOR}{code}" if parent_path else code


def is_inside(path: str, ancestor_path: str) -> bool:
    """True when `path` is the ancestor itself or lies below it: then the ancestor must not move under it."""
    return path == ancestor_path or path.startswith(ancestor_path + SEPARATOR)


def moved_paths(paths: Mapping[int, str], *, old: str, new: str) -> dict[int, str]:
    """New paths of a moved or renamed subtree by record id (the node itself included)."""
    return {key: new + path.removeprefix(old) for key, path in paths.items() if is_inside(path, old)}


def split_path(text: str) -> list[str]:
    """Read a category path as people write it: "食品/饮料", "食品>饮料", "食品 \\ 饮料"."""
    for sign in (">", "》", "＞", "\\", "／"):
        text = text.replace(sign, SEPARATOR)
    return [part.strip() for part in text.split(SEPARATOR) if part.strip()]
