"""The kinds of records of this room, as list, form, API, export and rights know them."""

from hengku.kernel.texts import Text
from hengku.masterdata import models
from hengku.masterdata.operations import books, catalogue, coding, items, lots, packages, partners, prices, warehouses
from hengku.masterdata.queries import children, pickers
from hengku.masterdata.queries.prices import seen_prices
from hengku.masterdata.rules import item_fields, partner_fields, setting_fields
from hengku.metadata.types import ChildSpec, ResourceSpec

ITEM_CHILDREN = (
    ChildSpec("units", Text("辅助单位", "Further units"), item_fields.UNIT_ROWS, children.unit_rows),
    ChildSpec("barcodes", Text("条码", "Barcodes"), item_fields.BARCODE_ROWS, children.barcode_rows),
    ChildSpec(
        "partner_codes", Text("对方编码", "Partners' codes"), item_fields.PARTNER_CODE_ROWS, children.partner_code_rows
    ),
    ChildSpec("components", Text("组合装明细", "Kit components"), item_fields.COMPONENT_ROWS, children.component_rows),
)

RESOURCES = (
    ResourceSpec(
        "items", Text("商品", "Item"), Text("商品", "Items"), models.Item, item_fields.ITEM_FIELDS,
        create=items.create_item, update=items.update_item, delete=items.delete_item,
        children=ITEM_CHILDREN, imports=True, lookup=pickers.find_items,
    ),
    ResourceSpec(
        "item-categories", Text("商品分类", "Item category"), Text("商品分类", "Item categories"), models.ItemCategory,
        item_fields.CATEGORY_FIELDS, default_sort="path",
        create=catalogue.create_category, update=catalogue.update_category, delete=catalogue.delete_category,
    ),
    ResourceSpec(
        "units", Text("计量单位", "Unit"), Text("计量单位", "Units"), models.Unit, item_fields.UNIT_FIELDS,
        create=catalogue.create_unit, update=catalogue.update_unit, delete=catalogue.delete_unit,
    ),
    ResourceSpec(
        "brands", Text("品牌", "Brand"), Text("品牌", "Brands"), models.Brand, item_fields.BRAND_FIELDS,
        create=catalogue.create_brand, update=catalogue.update_brand, delete=catalogue.delete_brand,
    ),
    ResourceSpec(
        "lots", Text("批号", "Lot"), Text("批号档案", "Lots"), models.Lot, item_fields.LOT_FIELDS,
        code_field="number", title_field="number", default_sort="-id",
        create=lots.create_lot, update=lots.update_lot, delete=lots.delete_lot, lookup=pickers.find_lots, lookup_by=("item",),
    ),
    ResourceSpec(
        "packages", Text("包装", "Package"), Text("包装与托盘", "Packages"), models.Package, item_fields.PACKAGE_FIELDS,
        code_field="number", title_field="number", default_sort="-id",
        create=packages.create_package, update=packages.update_package, delete=packages.delete_package,
        lookup=pickers.find_packages,
    ),
    ResourceSpec(
        "partners", Text("往来单位", "Partner"), Text("往来单位", "Partners"), models.Partner, partner_fields.PARTNER_FIELDS,
        create=partners.create_partner, update=partners.update_partner, delete=partners.delete_partner,
        imports=True, lookup=pickers.find_partners, lookup_by=("is_supplier", "is_customer"),
    ),
    ResourceSpec(
        "warehouses", Text("仓库", "Warehouse"), Text("仓库", "Warehouses"), models.Warehouse,
        setting_fields.WAREHOUSE_FIELDS, scope={"warehouse": "id"},
        create=warehouses.create_warehouse, update=warehouses.update_warehouse, delete=warehouses.delete_warehouse,
        imports=True, lookup=pickers.find_warehouses,
    ),
    ResourceSpec(
        "zones", Text("库区", "Zone"), Text("库区", "Zones"), models.Zone, setting_fields.ZONE_FIELDS,
        scope={"warehouse": "warehouse_id"},
        create=warehouses.create_zone, update=warehouses.update_zone, delete=warehouses.delete_zone,
    ),
    ResourceSpec(
        "bins", Text("库位", "Bin"), Text("库位", "Bins"), models.Bin, setting_fields.BIN_FIELDS,
        title_field="code", scope={"warehouse": "warehouse_id"},
        create=warehouses.create_bin, update=warehouses.update_bin, delete=warehouses.delete_bin,
        imports=True, lookup=pickers.find_bins,
    ),
    ResourceSpec(
        "reason-codes", Text("原因代码", "Reason code"), Text("原因代码", "Reason codes"), models.ReasonCode,
        setting_fields.REASON_FIELDS, group="settings",
        create=coding.create_reason, update=coding.update_reason, delete=coding.delete_reason,
    ),
    ResourceSpec(
        "number-rules", Text("编码规则", "Number rule"), Text("编码规则", "Number rules"), models.NumberRule,
        setting_fields.NUMBER_RULE_FIELDS, code_field="target", title_field="pattern", default_sort="target", group="settings",
        create=coding.create_number_rule, update=coding.update_number_rule, delete=coding.delete_number_rule,
    ),
    ResourceSpec(
        "price-entries", Text("价格", "Price"), Text("价格表", "Prices"), models.PriceEntry, partner_fields.PRICE_FIELDS,
        code_field="item", title_field="kind", default_sort="-id",
        narrow=seen_prices, create=prices.create_price, update=prices.update_price, delete=prices.delete_price, imports=True,
    ),
    ResourceSpec(
        "books", Text("核算账簿", "Book"), Text("核算账簿", "Books"), models.Book, setting_fields.BOOK_FIELDS,
        group="settings", scope={"book": "id"},
        create=books.create_book, update=books.update_book, delete=books.delete_book,
    ),
)  # fmt: skip
