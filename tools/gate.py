"""The test command: every check and every test, cheap ones first, with the time each took."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bootstrap import ROOT, program, run
from chromium import prepare_browser
from pages import WEB, build_pages, install_packages, npm_script

BROWSER_TESTS = ROOT / "tests" / "browser"
NOT_RUN = -1
# Checkers load Django's settings, and must not make a home with secrets for that.
OFFLINE = {"HENGKU_OFFLINE": "1"}
ADDRESS = re.compile(r"https?://|--(?:extra-)?index-url|--find-links")


@dataclass
class Step:
    """One named check; `check` returns an exit code, or NOT_RUN with a reason printed."""

    name: str
    check: Callable[[], int]


@dataclass
class Report:
    """What ran, how it ended and how long it took."""

    lines: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def run(self, step: Step) -> None:
        print(f"\n=== {step.name}", flush=True)
        started = time.monotonic()
        code = step.check()
        verdict = {0: "ok", NOT_RUN: "NOT RUN"}.get(code, "FAILED")
        line = f"{verdict:>8}  {time.monotonic() - started:7.1f} s  {step.name}"
        print(f"--- {line.strip()}", flush=True)
        self.lines.append(line)
        if verdict == "FAILED":
            self.failed.append(step.name)

    def show(self) -> None:
        print("\nSummary")
        print("\n".join(self.lines), flush=True)


def run_gate(tools: Path, words: list[str]) -> int:
    """Run all groups, or those whose name is among `words`; the first group with a failure ends it."""
    report = Report()
    started = time.monotonic()
    for group, steps in _groups(tools).items():
        if words and group not in words:
            continue
        for step in steps:
            report.run(step)
        if report.failed:
            break
    _stop_test_server(tools)
    report.show()
    print(f"{time.monotonic() - started:.0f} s in all.", flush=True)
    if report.failed:
        print(f"FAILED: {', '.join(report.failed)}", flush=True)
        return 1
    print("Everything passed / 全部通过", flush=True)
    return 0


def lint(tools: Path, words: list[str]) -> int:
    """The style group alone."""
    del words
    report = Report()
    for step in _style(tools):
        report.run(step)
    return 1 if report.failed else 0


def types(tools: Path, words: list[str]) -> int:
    """mypy alone."""
    return run(program(tools, "mypy"), *words, env=OFFLINE)


def _groups(tools: Path) -> dict[str, list[Step]]:
    groups = {"style": _style(tools), "types": [Step("mypy", lambda: types(tools, []))]}
    groups["migrations"] = [Step("no missing migration", lambda: _migrations(tools))]
    if (WEB / "package.json").exists():
        groups["pages"] = _pages(tools)
    groups["tests"] = [Step("back-end tests", lambda: _pytest(tools, "-n2", f"--ignore={BROWSER_TESTS}"))]
    if BROWSER_TESTS.exists():
        groups["browser"] = [Step("browser tests", lambda: _browser(tools))]
    return groups


def _style(tools: Path) -> list[Step]:
    ruff = program(tools, "ruff")
    steps = [
        Step("ruff check", lambda: run(ruff, "check")),
        Step("ruff format", lambda: run(ruff, "format", "--check")),
        Step("locks name no address", _locks),
    ]
    if (ROOT / ".importlinter").exists():
        steps.append(Step("import directions", lambda: run(program(tools, "lint-imports"), "--no-cache")))
    if (ROOT / "tools" / "house.py").exists():
        steps.append(Step("house rules", lambda: run(program(tools, "python"), "tools/house.py")))
    return steps


def _locks() -> int:
    """Locks must install behind any index, so none may say where its packages come from."""
    found = []
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        lines = lock.read_text(encoding="utf-8").splitlines()
        found += [
            f"{lock.name}:{number}: {line.strip()}" for number, line in enumerate(lines, 1) if ADDRESS.search(line)
        ]
    pages = WEB / "package-lock.json"
    packages = json.loads(pages.read_text(encoding="utf-8"))["packages"] if pages.exists() else {}
    found += [f"{pages.name}: {name} is resolved" for name, package in packages.items() if "resolved" in package]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


def _pages(tools: Path) -> list[Step]:
    def packages_and_lint() -> int:
        install_packages(tools)
        return npm_script(tools, "lint")

    def build() -> int:
        build_pages(tools)
        return 0

    return [
        Step("pages: eslint", packages_and_lint),
        Step("pages: tsc", lambda: npm_script(tools, "types")),
        Step("pages: unit tests", lambda: npm_script(tools, "test")),
        Step("pages: build", build),
    ]


def _test_dsn(tools: Path) -> dict[str, str]:
    """Start the throw-away database and tell Django where it is."""
    code = (
        "from hengku.config.embedded.testing import test_connection as c\n"
        "for name, value in c().environment().items(): print(name, value)"
    )
    said = subprocess.run(
        [str(program(tools, "python")), "-c", code], capture_output=True, text=True, check=True
    ).stdout
    return dict(line.split(" ", 1) for line in said.splitlines())


def _stop_test_server(tools: Path) -> None:
    """On a build machine nothing may stay behind; at a desk the server waits for the next run."""
    if os.environ.get("CI"):
        code = "from hengku.config.embedded.testing import stop_all; stop_all()"
        run(program(tools, "python"), "-c", code)


def _migrations(tools: Path) -> int:
    env = OFFLINE | {"DJANGO_SETTINGS_MODULE": "hengku.config.settings"} | _test_dsn(tools)
    return run(program(tools, "python"), "-m", "django", "makemigrations", "--check", "--dry-run", env=env)


def _pytest(tools: Path, *words: str) -> int:
    return run(program(tools, "python"), "-m", "pytest", "-q", *words)


def _browser(tools: Path) -> int:
    chromium = prepare_browser()
    if chromium is None:
        print(
            "No Chromium here, and installing one needs root: apt-get install chromium fonts-wqy-microhei",
            file=sys.stderr,
        )
        return 1 if os.environ.get("CI") else NOT_RUN
    build_pages(tools)
    env = {"HENGKU_CHROMIUM": chromium}
    words = [str(program(tools, "python")), "-m", "pytest", "-q", str(BROWSER_TESTS)]
    return run(*words, env=env)
