#!/usr/bin/env python3
"""One command for everything; needs only Python 3.11 or newer. `make` is a thin layer over it.

python3 start.py run      installs what is missing, starts the product, prints its address
python3 start.py help     lists the rest
"""

import os
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - whoever reads this line may well run an older Python
    import shutil

    for _minor in range(14, 10, -1):
        _better = shutil.which("python3." + str(_minor))
        if _better:
            os.execv(_better, [_better, *sys.argv])  # noqa: S606 - the same program under a newer Python
    sys.exit(
        "HengKu needs Python 3.11 or newer. This is " + sys.version.split()[0] + " / 需要 Python 3.11 或更高版本。"
    )

sys.path.insert(0, str(Path(__file__).resolve().parent / "tools"))

from bootstrap import ROOT, Tools, hand_over, install, program, run
from gate import lint, run_gate, types
from pages import build_pages

HELP = """python3 start.py COMMAND            (or: make COMMAND)

  run     start the product; further words go to `hengku serve` (--lan --port N --workers N)
          启动产品
  setup   install everything and build the pages; start nothing      只安装，不启动
  test    run every check and every test                             运行全部检查与测试
  dev     start with hot reload of server and pages                  开发模式（热重载）
  lint    style, import directions, house rules                      代码规范检查
  types   mypy over everything                                       类型检查
  format  let ruff write the code's layout                           代码排版
  bench   measure the speed (words go to `hengku bench`)             性能测量
  demo    load demo data (words go to `hengku demo`)                 演示数据
  help    this text
"""


def _serve(words: list[str]) -> int:
    tools = install(Tools.PRODUCT)
    build_pages(tools)
    return hand_over(program(tools, "hengku"), "serve", *words)


def _setup(words: list[str]) -> int:
    del words
    tools = install(Tools.DEVELOPMENT)
    build_pages(tools)
    print("Ready. Start with: make run (or: python3 start.py run) / 安装完成，用 make run 启动。")
    return 0


def _dev(words: list[str]) -> int:
    tools = install(Tools.DEVELOPMENT)
    build_pages(tools)
    return hand_over(program(tools, "hengku"), "dev", *words)


def _bench(words: list[str]) -> int:
    return hand_over(program(install(Tools.DEVELOPMENT), "hengku"), "bench", *words)


def _demo(words: list[str]) -> int:
    return hand_over(program(install(Tools.PRODUCT), "hengku"), "demo", *words)


def _format(words: list[str]) -> int:
    tools = install(Tools.DEVELOPMENT)
    run(program(tools, "ruff"), "check", "--fix", *words, cwd=ROOT)
    return run(program(tools, "ruff"), "format", *words, cwd=ROOT)


def _help(words: list[str]) -> int:
    del words
    print(HELP)
    return 0


COMMANDS = {
    "run": _serve,
    "setup": _setup,
    "test": lambda words: run_gate(install(Tools.DEVELOPMENT), words),
    "dev": _dev,
    "lint": lambda words: lint(install(Tools.DEVELOPMENT), words),
    "types": lambda words: types(install(Tools.DEVELOPMENT), words),
    "format": _format,
    "bench": _bench,
    "demo": _demo,
    "help": _help,
}


def main(arguments: list[str]) -> int:
    """Run one command; the exit code says whether it worked."""
    name, words = (arguments[0], arguments[1:]) if arguments else ("help", [])
    if name in ("-h", "--help"):
        name = "help"
    if name not in COMMANDS:
        print(f"Unknown command {name!r}.\n\n{HELP}", file=sys.stderr)
        return 2
    return COMMANDS[name](words)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
