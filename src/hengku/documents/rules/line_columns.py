"""Which fields of lines are columns of every line."""

LINE_COLUMNS = {
    "item": "item",
    "unit": "unit",
    "quantity": "quantity",
    "price": "price",
    "amount": "net",
    "tax_rate": "tax_rate",
    "tax": "tax",
    "discount": "discount",
    "warehouse": "warehouse_id",
    "bin": "bin_id",
    "to_warehouse": "to_warehouse_id",
    "to_bin": "to_bin_id",
    "lot": "lot_id",
    "status": "status",
    "to_status": "to_status",
    "second_quantity": "second_quantity",
    "reason": "reason",
    "remarks": "remarks",
}
"""Line fields that are columns of every line, by name."""
