"""What goods are taken for: the account their cost goes to (domain specification 5.3 M1, O2)."""

from collections.abc import Mapping
from enum import StrEnum

from hengku.kernel.texts import Text


class Usage(StrEnum):
    """What material or goods are taken for; decides the account their cost goes to."""

    PRODUCTION = "PRODUCTION"  # 生产
    ADMINISTRATION = "ADMINISTRATION"  # 管理
    OVERHEAD = "OVERHEAD"  # 车间一般耗用
    SELLING = "SELLING"  # 销售
    RESEARCH = "RESEARCH"  # 研发
    WELFARE = "WELFARE"  # 福利


ACCOUNTS: Mapping[Usage, str] = {
    Usage.PRODUCTION: "WIP-MATERIAL",
    Usage.OVERHEAD: "OVERHEAD",
    Usage.ADMINISTRATION: "ADMIN",
    Usage.SELLING: "SELL",
    Usage.RESEARCH: "R&D",
    Usage.WELFARE: "PAYROLL",
}
"""Account key of the other side."""

NAMES: Mapping[Usage, Text] = {
    Usage.PRODUCTION: Text("生产", "Production"),
    Usage.OVERHEAD: Text("车间一般耗用", "Overhead"),
    Usage.ADMINISTRATION: Text("管理部门", "Administration"),
    Usage.SELLING: Text("销售部门", "Selling"),
    Usage.RESEARCH: Text("研发", "Research"),
    Usage.WELFARE: Text("职工福利", "Staff welfare"),
}
