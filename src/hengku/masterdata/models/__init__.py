from hengku.masterdata.models.book import Book, BookWarehouse, CostScope
from hengku.masterdata.models.coding import CodeCounter, NumberRule, PriceEntry, ReasonCode
from hengku.masterdata.models.item import (
    Barcode,
    Brand,
    Item,
    ItemCategory,
    ItemUnit,
    KitComponent,
    Lot,
    Package,
    PartnerItemCode,
    Unit,
)
from hengku.masterdata.models.partner import Partner
from hengku.masterdata.models.place import Bin, Place, Warehouse, Zone

__all__ = [
    "Barcode",
    "Bin",
    "Book",
    "BookWarehouse",
    "Brand",
    "CodeCounter",
    "CostScope",
    "Item",
    "ItemCategory",
    "ItemUnit",
    "KitComponent",
    "Lot",
    "NumberRule",
    "Package",
    "Partner",
    "PartnerItemCode",
    "Place",
    "PriceEntry",
    "ReasonCode",
    "Unit",
    "Warehouse",
    "Zone",
]
