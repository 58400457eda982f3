"""Two account sets in one database: whoever works in one never meets a row, a session or a token of the other."""

import json
import os
import subprocess
import sys

from tests.platform.conftest import run_several

from hengku.config.embedded.home import Home
from hengku.config.embedded.server import using

THREADS, REQUESTS = 6, 30
_STORY = f"""
import json, os, sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
import django
django.setup()
from django.db import connection
from django.test import Client
from hengku.config.directory.middleware import COOKIE, sign
from hengku.config.directory.operations import enter
from hengku.identity.operations.accounts import create_owner
from hengku.identity.operations.roles import seed_roles
from hengku.identity.operations.tokens import create_token
from hengku.identity.types import SYSTEM, Act
from hengku.kernel import sql
from hengku.masterdata.models import Unit
from hengku.masterdata.operations.items import create_item
from hengku.masterdata.operations.seed import seed_account_set

SETS = ("main", "second")
act = Act(SYSTEM, datetime.now(UTC))
tokens = {{}}
for name in SETS:
    with enter(name):
        seed_roles(act=act)
        seed_account_set(act=act, book_name=name, start_month=act.at.date().replace(day=1), warehouse_name=name)
        create_item(act=act, values={{"code": f"ONLY-{{name}}", "name": name, "base_unit": Unit.objects.first().pk}})
        owner = create_owner(act=act, username="owner", name=name, password="Correct-Horse-9")
        tokens[name] = create_token(act=act, name="t", scope=["*:*"], user_id=owner)[1]

def listed(client, **headers):
    answer = client.get("/api/v1/items", **headers)
    return answer.status_code, [row["code"] for row in answer.json().get("items", [])]

def work(thread):
    seen = []
    for turn in range({REQUESTS}):
        name = SETS[(thread + turn) % 2]
        headers = {{"HTTP_AUTHORIZATION": f"Bearer {{tokens[name]}}"}}
        if turn % 5 == 0:  # a request that fails leaves nothing behind either
            Client().post("/api/v1/documents", "{{", content_type="application/json", **headers)
        seen.append([name, listed(Client(), **headers)])
        other = SETS[(thread + turn + 1) % 2]
        with enter(other):  # the bare driver as well
            seen.append([other, [200, [row[0] for row in sql.rows(connection, "SELECT code FROM masterdata_item")]]])
    left = sql.rows(connection, "SELECT current_schema(), to_regclass('masterdata_item')::text")[0]
    connection.close()
    return seen, left

with ThreadPoolExecutor({THREADS}) as threads:
    done = list(threads.map(work, range({THREADS})))
strange = [one for seen, _ in done for one in seen if list(one[1]) != [200, [f"ONLY-{{one[0]}}"]]]
moved = "_".join(["hk", "second", *tokens["main"].split("_")[2:]])
page = Client()
signed_in = page.post(
    "/api/v1/session", {{"username": "owner", "password": "Correct-Horse-9"}}, content_type="application/json"
).status_code
at_home = listed(page)
page.cookies[COOKIE] = sign("second")
print(json.dumps({{
    "seen": sum(len(seen) for seen, _ in done), "strange": strange[:5], "left": sorted({{str(left) for _, left in done}}),
    "moved_token": listed(Client(), HTTP_AUTHORIZATION=f"Bearer {{moved}}"), "signed_in": signed_in, "at_home": at_home,
    "moved_session": listed(page),
}}))
"""


def test_nothing_leaks_between_account_sets(filled_home: Home) -> None:
    ((code, said),) = run_several(filled_home, ["account-set", "create", "second"])
    assert code == 0, said
    with using(filled_home) as connection:
        told = subprocess.run(
            [sys.executable, "-c", _STORY],
            env=os.environ
            | connection.environment()
            # Fewer connections than threads: each serves both account sets in turn.
            | {"HENGKU_POOL_SIZE": "2", "HENGKU_HOME": str(filled_home.path)}
            | {"DJANGO_SETTINGS_MODULE": "hengku.config.settings", "PYTHONWARNINGS": "ignore"},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout.splitlines()[-1])
    assert found["seen"] == THREADS * REQUESTS * 2
    assert found["strange"] == []
    assert found["left"] == ["('public', None)"], "a connection that goes back to the pool looks at public"
    assert found["moved_token"][0] == 401
    assert (found["signed_in"], found["at_home"]) == (200, [200, ["ONLY-main"]])
    assert found["moved_session"] == [401, []]
