"""Further account sets of the product under test, each with books of its own."""

import uuid
from datetime import date
from urllib.parse import parse_qs, urlsplit

import httpx
from tests.browser.client import API, Client
from tests.browser.product import Product

OWNER, PASSWORD = "kuaiji", "Keeper-of-Books-7"


def open_account_set(product: Product, owner: Client, *, label: str, start_month: date) -> Client:
    """Make and set up an account set; gives its owner's session."""
    name = f"tao{uuid.uuid4().hex[:8]}"
    made = owner.make("/account-sets", name=name, label=label)
    asked = parse_qs(urlsplit(made["setup_path"]).query)
    answers = {
        "token": asked["token"][0], "book_name": f"{label}商贸", "owner_username": OWNER, "owner_password": PASSWORD,
        "warehouse_name": "主仓库", "start_month": start_month.isoformat(),
    }  # fmt: skip
    with httpx.Client(base_url=product.address, timeout=120) as visitor:
        token = visitor.get(f"{API}/session").json()["csrf_token"]
        headers = {"X-CSRFToken": token, "Referer": product.address}
        visitor.post(f"{API}/setup?account_set={name}", json=answers, headers=headers).raise_for_status()
    return Client(product.address, OWNER, PASSWORD, name)
