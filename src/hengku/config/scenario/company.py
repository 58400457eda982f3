"""Making the company a story takes as given: book, users, goods, partners, warehouses, opening stock and accounts."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from hengku.config.scenario.door import Door, NotOffered
from hengku.config.scenario.story import Story
from hengku.config.scenario.words import (
    BOOK_FIELDS,
    BOOK_WORDS,
    COST_METHODS,
    NEGATIVE,
    ROLES,
    SETTING_DEFAULTS,
    SETTING_WORDS,
)
from hengku.config.scenario.world import OTHER_UNIT_PLACES, PASSWORD, Told, World, unit_name

ITEM_FIELDS = frozenset(
    {"name", "unit", "precision", "units", "cost_method", "account", "lot", "expiry", "standard_cost", "plan_cost",
     "previous_unit_cost", "weight", "volume", "negative_stock"}
)  # fmt: skip
OF_DOCUMENTS = frozenset({"uncounted_lines", "bom_scrap"})
"""Settings that each document carries itself: a count plan says what becomes of uncounted lines, a recipe how scrap adds."""
PARTS = frozenset(
    {"book", "settings", "users", "items", "boms", "partners", "warehouses", "lots", "opening", "opening_accounts"}
)


def make_company(story: Story, door: Door, set_up_token: str, account_set: str) -> World:
    """Set the fresh account set up as the story says. Raises NotOffered for what the product does not have."""
    unknown = sorted(set(story.given) - PARTS)
    if unknown:
        raise NotOffered(f"given: {', '.join(unknown)}")
    world = World(story, door)
    # Set up by the real clock: tokens and sessions are younger than the request that uses them.
    door.now = None
    _set_up(world, set_up_token, account_set)
    door.now = world.at(str(world.given("book")["start"]), "08:00")
    _fill_book(world)
    _make_users(world)
    _make_warehouses(world)
    _make_items(world)
    _make_partners(world)
    _make_lots(world)
    _open(world)
    return world


def _set_up(world: World, token: str, account_set: str) -> None:
    book, door = world.given("book"), world.door
    first_warehouse = next(iter(world.given("warehouses")), "WH1")
    answers = {
        "token": token, "book_name": world.story.name, "owner_username": "owner", "owner_password": PASSWORD,
        "warehouse_name": first_warehouse, "start_month": str(book["start"]), "currency": book.get("currency", "CNY"),
        "standard": book.get("standard", "SBE"), "costing_scope": BOOK_WORDS[book.get("scope", "book")],
    }  # fmt: skip
    door.send("POST", f"/setup?account_set={account_set}", answers)
    sign_in(world, "owner", account_set)
    world.book = door.every("/books")[0]["id"]


def sign_in(world: World, username: str, account_set: str) -> None:
    """Sign in and take a token, which signs everything this person does."""
    door = world.door
    door.tokens.pop(username, None)
    door.client.cookies.clear()
    door.client.headers["X-CSRFToken"] = door.get("/session")["csrf_token"]
    body = {"username": username, "password": PASSWORD, "account_set": account_set}
    door.client.headers["X-CSRFToken"] = door.send("POST", "/session", body, who=username)["csrf_token"]
    made = door.send("POST", "/api-tokens", {"name": "scenario", "scope": ["*:*"]}, who=username)
    door.tokens[username] = made["token"]
    door.client.cookies.clear()
    door.client.headers.pop("X-CSRFToken", None)


def _fill_book(world: World) -> None:
    book, settings = world.given("book"), world.given("settings")
    values = {
        BOOK_FIELDS[name]: BOOK_WORDS.get(str(value), value)
        for name, value in book.items()
        if name in BOOK_FIELDS and name not in {"standard", "currency", "scope"}
    }
    # The format knows no time in which everything may be entered late.
    values["free_before_first_close"] = False
    for name, value in settings.items():
        if name not in OF_DOCUMENTS and SETTING_DEFAULTS.get(name) != value:
            values[name] = NEGATIVE[value] if name == "negative_stock" else _word(value)
    if values:
        known = world.door.get(f"/books/{world.book}")
        missing = sorted(name for name in values if name not in known)
        if missing:
            raise NotOffered(f"settings of the book: {', '.join(missing)}")
        world.door.send("PATCH", f"/books/{world.book}", {**values, "rev": known["rev"]})


def _word(value: object) -> object:
    if value in SETTING_WORDS:
        return SETTING_WORDS[str(value)]
    return value.upper() if isinstance(value, str) and not value.replace(".", "").isdigit() else value


def _make_users(world: World) -> None:
    for name, user in world.given("users").items():
        # Without a role a person has all rights, as whoever the story does not name.
        wanted = [ROLES.get(role, role) for role in (user or {}).get("roles") or ["owner"]]
        known = {role["code"]: role["id"] for role in world.door.every("/roles")}
        missing = [role for role in wanted if role not in known]
        if missing:
            raise NotOffered(f"roles {', '.join(missing)}")
        body = {"username": name, "name": name, "password": PASSWORD, "roles": [known[role] for role in wanted]}
        made = world.door.send("POST", "/users", {**body, "must_change_password": False})
        token = {"name": "scenario", "scope": ["*:*"], "user": made["id"]}
        world.door.tokens[name] = world.door.send("POST", "/api-tokens", token)["token"]


def _make_warehouses(world: World) -> None:
    door = world.door
    first = door.every("/warehouses")[0]
    for position, (label, values) in enumerate(world.given("warehouses").items()):
        body: dict[str, Any] = {"code": label, "name": (values or {}).get("name", label)}
        if "negative_stock" in (values or {}):
            body["negative_stock"] = NEGATIVE[values["negative_stock"]]
        if position == 0:
            door.send("PATCH", f"/warehouses/{first['id']}", {**body, "rev": first["rev"]})
            world.warehouses[label] = first["id"]
        else:
            world.warehouses[label] = door.send("POST", "/warehouses", body)["id"]


def _unit(world: World, code: str, precision: int) -> str:
    name = unit_name(code, precision)
    if name not in world.units:
        body = {"code": name, "name": code, "precision": precision}
        world.units[name] = world.door.send("POST", "/units", body)["id"]
    return world.units[name]


def _make_items(world: World) -> None:
    for label, values in world.given("items").items():
        unknown = sorted(set(values) - ITEM_FIELDS)
        if unknown:
            raise NotOffered(f"item {label}: {', '.join(unknown)}")
        precision = int(values.get("precision", 0))
        body: dict[str, Any] = {
            "code": label, "name": values.get("name", label), "base_unit": _unit(world, values["unit"], precision),
            "cost_method": COST_METHODS[values.get("cost_method", "moving_average")],
            "tracking": "LOT" if values.get("lot") else "NONE",
            "has_expiry": bool(values.get("expiry")), "tax_rate": world.given("book").get("tax_rate", "0.13"),
            "units": [_item_unit(world, unit, factor) for unit, factor in (values.get("units") or {}).items()],
        }  # fmt: skip
        for ours, theirs in (("weight", "weight_kg"), ("volume", "volume_m3"), ("standard_cost", "standard_cost"),
                             ("plan_cost", "plan_cost"), ("previous_unit_cost", "previous_unit_cost")):  # fmt: skip
            if ours in values:
                body[theirs] = values[ours]
        if values.get("account", "GOODS") != "GOODS":
            body["account_key"] = values["account"]
        if "negative_stock" in values:
            body["negative_stock"] = NEGATIVE[values["negative_stock"]]
        world.items[label] = world.door.send("POST", "/items", body)["id"]


def _item_unit(world: World, unit: str, factor: str) -> dict[str, Any]:
    numerator, _, denominator = str(factor).partition("/")
    return {
        "unit": _unit(world, unit, OTHER_UNIT_PLACES),
        "numerator": int(numerator),
        "denominator": int(denominator or 1),
    }


def _make_partners(world: World) -> None:
    for label, values in world.given("partners").items():
        roles = set(values.get("roles", []))
        body = {
            "code": label, "name": values.get("name", label),
            "is_supplier": bool(roles - {"customer"}), "is_customer": "customer" in roles,
        }  # fmt: skip
        body |= {name: values[name] for name in ("credit_limit", "credit_days", "group") if name in values}
        world.partners[label] = world.door.send("POST", "/partners", body)["id"]


def _make_lots(world: World) -> None:
    for lot in world.story.given.get("lots") or []:
        body = {"item": world.items[lot["item"]], "number": lot["lot"]}
        for ours, theirs in (("production_date", "production_date"), ("expiry", "expiry_date")):
            if ours in lot:
                body[theirs] = lot[ours]
        if "supplier" in lot:
            body["supplier"] = world.partners[lot["supplier"]]
        world.door.send("POST", "/lots", body)


def _open(world: World) -> None:
    rows = world.story.given.get("opening") or []
    start = str(world.given("book")["start"])
    for (day, warehouse), group in groupby(rows, key=lambda row: (row.get("date", start), row["warehouse"])):
        lines = [_opening_line(world, row) for row in group]
        header = {"business_date": day, "warehouse": world.warehouses[warehouse]}
        world.door.now = world.at(day, "08:00")
        body = {"type": "opening_stock", "header": header, "lines": lines, "transition": "post"}
        made = world.door.send("POST", "/documents", body)
        ids = tuple(line["id"] for line in made["lines"])
        world.opening.append(Told("opening", made["id"], "opening_stock", ids))
    balances = world.given("opening_accounts")
    if balances:
        rows = [{"key": key, "amount": amount} for key, amount in balances.items()]
        world.door.send("PUT", f"/books/{world.book}/opening-balances", {"balances": rows})


def _opening_line(world: World, row: Mapping[str, Any]) -> dict[str, Any]:
    line = {"item": world.items[row["item"]], "quantity": row["qty"], "amount": row["amount"]}
    if "lot" in row:
        line["lot"] = row["lot"]
    if "status" in row:
        line["status"] = str(row["status"]).upper()
    return line
