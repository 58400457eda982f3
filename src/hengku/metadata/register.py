"""What metadata offers the house: its messages, and the descriptions of identity's records (which lies below and cannot)."""

from functools import partial
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from hengku.identity.models import (
    ApiToken,
    AuditEntry,
    Department,
    DutyConflict,
    Grant,
    Position,
    Role,
    SignInEntry,
    SignInProvider,
    TakenOut,
    User,
)
from hengku.identity.queries.restrict import offer_row_reader
from hengku.identity.rules.attempts import offer_watched
from hengku.kernel.errors import offer_messages
from hengku.kernel.texts import Text
from hengku.metadata.operations import people, providers
from hengku.metadata.operations.configured import offer_own_parts
from hengku.metadata.operations.records import create_record, delete_record, update_record
from hengku.metadata.queries.audit_seen import without_hidden
from hengku.metadata.queries.effective import resources_seen
from hengku.metadata.queries.field_resource import field_resource
from hengku.metadata.queries.field_users import offer_users
from hengku.metadata.queries.row_conditions import row_expression
from hengku.metadata.rules.registry import (
    RESOURCES,
    offer_resource,
    offer_rights,
    offer_targets,
    resource_targets,
)
from hengku.metadata.texts import MESSAGES
from hengku.metadata.types import Choice, FieldSpec, FieldType, ResourceSpec

_LANGUAGES = (Choice("zh-CN", Text("中文", "Chinese")), Choice("en", Text("英文", "English")))
_OUTCOMES = (
    Choice("ok", Text("成功", "Came in"), "green"),
    Choice("sign_in_wrong", Text("用户名或密码错", "Wrong name or password"), "red"),
    Choice("sign_in_wait", Text("尝试过多", "Too many attempts"), "red"),
    Choice("second_factor_needed", Text("等待验证码", "Code asked for"), "gray"),
    Choice("second_factor_wrong", Text("验证码错", "Wrong code"), "red"),
    Choice("passkey_wrong", Text("通行密钥不符", "Wrong passkey"), "red"),
    Choice("account_not_linked", Text("账号未关联", "Account not linked"), "red"),
    Choice("address_not_allowed", Text("地址不允许", "Address not allowed"), "red"),
)
_WAYS_OUT = (
    Choice("EXPORT", Text("导出", "Export")),
    Choice("PRINT", Text("打印", "Print")),
    Choice("REPORT", Text("报表文件", "Report file")),
)
_WAYS_IN = (
    Choice("PASSWORD", Text("密码", "Password")),
    Choice("PASSKEY", Text("通行密钥", "Passkey")),
    Choice("PROVIDER", Text("第三方", "Provider")),
)
_PROVIDER_KINDS = (
    Choice("OIDC", Text("OIDC", "OIDC")),
    Choice("WECOM", Text("企业微信", "WeCom")),
    Choice("DINGTALK", Text("钉钉", "DingTalk")),
    Choice("FEISHU", Text("飞书", "Feishu")),
)
_NAME = FieldSpec("name", Text("名称", "Name"), required=True, searchable=True)

USERS = ResourceSpec(
    name="users",
    label=Text("用户", "User"),
    label_plural=Text("用户", "Users"),
    model=User,
    fields=(
        FieldSpec("username", Text("用户名", "User name"), required=True, searchable=True),
        FieldSpec("name", Text("姓名", "Name"), searchable=True),
        FieldSpec("email", Text("邮箱", "E-mail"), searchable=True),
        FieldSpec("password", Text("密码", "Password"), FieldType.PASSWORD, in_list=False),
        FieldSpec("roles", Text("角色", "Roles"), FieldType.REFERENCES, ref="roles", sortable=False),
        FieldSpec("department", Text("部门", "Department"), FieldType.REFERENCE, ref="departments"),
        FieldSpec("position", Text("岗位", "Position"), FieldType.REFERENCE, ref="positions"),
        FieldSpec("superior", Text("直接上级", "Answers to"), FieldType.REFERENCE, ref="users", in_list=False),
        FieldSpec(
            "warehouses", Text("限定仓库", "Only these warehouses"), FieldType.REFERENCES, column="warehouse_ids",
            ref="warehouses", sortable=False, help=Text("不选表示全部仓库", "Empty: all warehouses"),
        ),
        FieldSpec("language", Text("语言", "Language"), FieldType.ENUM, choices=_LANGUAGES, default="zh-CN"),
        FieldSpec("is_active", Text("启用", "Active"), FieldType.BOOLEAN, default=True),
        FieldSpec("is_owner", Text("老板", "Owner"), FieldType.BOOLEAN, readonly=True),
        FieldSpec(
            "must_change_password", Text("须改密码", "Must change password"), FieldType.BOOLEAN, default=True, in_list=False
        ),
        FieldSpec("last_login", Text("最近登录", "Last sign-in"), FieldType.DATETIME, readonly=True, in_form=False),
    ),
    code_field="username",
    default_sort="username",
    group="settings",
    named_by_all={"is_active": True},
    create=people.create_user,
    update=people.update_user,
)  # fmt: skip

DEPARTMENTS = ResourceSpec(
    name="departments",
    label=Text("部门", "Department"),
    label_plural=Text("部门", "Departments"),
    model=Department,
    fields=(
        FieldSpec("code", Text("编码", "Code"), required=True, searchable=True),
        _NAME,
        FieldSpec("parent", Text("上级部门", "Part of"), FieldType.REFERENCE, ref="departments"),
        FieldSpec(
            "head", Text("负责人", "Head"), FieldType.REFERENCE, ref="users",
            help=Text("审批流可以找部门负责人", "Approvals may ask the head of a department"),
        ),
        FieldSpec("is_active", Text("启用", "Active"), FieldType.BOOLEAN, default=True),
    ),
    group="settings",
    create=partial(create_record, resource="departments"),
    update=people.update_department,
    delete=partial(delete_record, resource="departments"),
)  # fmt: skip

POSITIONS = ResourceSpec(
    name="positions",
    label=Text("岗位", "Position"),
    label_plural=Text("岗位", "Positions"),
    model=Position,
    fields=(FieldSpec("code", Text("编码", "Code"), required=True, searchable=True), _NAME),
    group="settings",
    create=partial(create_record, resource="positions"),
    update=partial(update_record, resource="positions"),
    delete=partial(delete_record, resource="positions"),
)


def _roles() -> Any:
    rows = Grant.objects.filter(role=OuterRef("pk")).order_by("resource", "action", "id").values(
        row=JSONObject(
            resource="resource", action="action", book_ids="book_ids", warehouse_ids="warehouse_ids", own="own",
            department="department",
        )
    )  # fmt: skip
    return Role.objects.annotate(grant_rows=ArraySubquery(rows))


ROLES = ResourceSpec(
    name="roles",
    label=Text("角色", "Role"),
    label_plural=Text("角色", "Roles"),
    model=Role,
    fields=(
        FieldSpec("code", Text("编码", "Code"), required=True, searchable=True),
        _NAME,
        FieldSpec("builtin", Text("内置", "Built in"), FieldType.BOOLEAN, readonly=True),
        FieldSpec(
            "masked", Text("屏蔽字段", "Hidden values"), FieldType.JSON, filterable=False, sortable=False,
            help=Text("cost 成本，purchase_price 采购价，margin 毛利", "cost, purchase_price, margin"),
        ),
        FieldSpec(
            "grants", Text("权限", "Rights"), FieldType.JSON, column="grant_rows", in_list=False, filterable=False,
            sortable=False,
        ),
        FieldSpec(
            "field_rights", Text("字段权限", "Rights on fields"), FieldType.JSON, in_list=False, filterable=False, sortable=False,
        ),
        FieldSpec(
            "row_rules", Text("数据范围", "Rows"), FieldType.JSON, in_list=False, filterable=False, sortable=False,
        ),
        FieldSpec(
            "denied", Text("禁止", "Forbidden"), FieldType.JSON, in_list=False, filterable=False, sortable=False,
            help=Text("如 purchase_order:approve，优先于一切授权", "such as purchase_order:approve; wins over every grant"),
        ),
        FieldSpec(
            "second_factor", Text("要求两步验证", "Two-step sign-in"), FieldType.BOOLEAN, in_list=False,
            help=Text("持有此角色的人登录须两步验证", "Who has this role signs in with a second step"),
        ),
        FieldSpec(
            "departments", Text("适用部门", "Departments"), FieldType.REFERENCES, column="department_ids", ref="departments",
            sortable=False, in_list=False,
            help=Text("这些部门及其下级部门的人都有此角色", "Everybody in these departments and below has this role"),
        ),
    ),
    group="settings",
    queryset=_roles,
    create=people.create_role,
    update=people.update_role,
    delete=people.delete_role,
)  # fmt: skip

API_TOKENS = ResourceSpec(
    name="api-tokens",
    label=Text("API 令牌", "API token"),
    label_plural=Text("API 令牌", "API tokens"),
    model=ApiToken,
    fields=(
        _NAME,
        FieldSpec("prefix", Text("开头", "Starts with"), readonly=True, searchable=True),
        FieldSpec("user", Text("用户", "User"), FieldType.REFERENCE, ref="users"),
        FieldSpec(
            "scope", Text("范围", "Scope"), FieldType.JSON, required=True, filterable=False, sortable=False,
            help=Text("如 [\"items:view\", \"*:view\"]", "for example [\"items:view\", \"*:view\"]"),
        ),
        FieldSpec("expires_at", Text("到期时间", "Expires"), FieldType.DATETIME),
        FieldSpec("last_used_at", Text("最近使用", "Last used"), FieldType.DATETIME, readonly=True),
        FieldSpec("revoked_at", Text("撤销时间", "Revoked"), FieldType.DATETIME, readonly=True),
    ),
    code_field="prefix",
    default_sort="-id",
    group="settings",
    scope={"own": "user_id"},
    create=people.create_token,
    delete=people.revoke_token,
)  # fmt: skip

AUDIT_ENTRIES = ResourceSpec(
    name="audit-entries",
    label=Text("审计记录", "Audit entry"),
    label_plural=Text("审计日志", "Audit"),
    model=AuditEntry,
    fields=(
        FieldSpec("at", Text("时间", "Time"), FieldType.DATETIME, readonly=True),
        FieldSpec("actor", Text("操作人", "Who"), column="actor_name", readonly=True, searchable=True),
        FieldSpec("address", Text("地址", "From where"), readonly=True),
        FieldSpec("entity", Text("对象", "What"), readonly=True, searchable=True),
        FieldSpec("entity_id", Text("对象编号", "Its id"), readonly=True),
        FieldSpec("action", Text("操作", "Action"), readonly=True, searchable=True),
        FieldSpec("reason", Text("原因", "Reason"), readonly=True, searchable=True),
        FieldSpec(
            "before",
            Text("修改前", "Before"),
            FieldType.JSON,
            column="before_seen",
            readonly=True,
            in_form=False,
            filterable=False,
            sortable=False,
        ),
        FieldSpec(
            "after",
            Text("修改后", "After"),
            FieldType.JSON,
            column="after_seen",
            readonly=True,
            in_form=False,
            filterable=False,
            sortable=False,
        ),
        FieldSpec("request_id", Text("请求编号", "Request"), readonly=True, in_list=False),
    ),
    code_field="entity_id",
    title_field="entity",
    default_sort="-id",
    group="settings",
    scope={"own": "actor_id"},
    narrow=without_hidden,
)

SIGN_INS = ResourceSpec(
    name="sign-ins",
    label=Text("登录记录", "Sign-in"),
    label_plural=Text("登录日志", "Sign-ins"),
    model=SignInEntry,
    fields=(
        FieldSpec("at", Text("时间", "Time"), FieldType.DATETIME, readonly=True),
        FieldSpec("username", Text("用户名", "User name"), readonly=True, searchable=True),
        FieldSpec("address", Text("地址", "From where"), readonly=True, searchable=True),
        FieldSpec("agent", Text("浏览器", "Browser"), readonly=True, sortable=False),
        FieldSpec("way", Text("方式", "How"), FieldType.ENUM, readonly=True, choices=_WAYS_IN),
        FieldSpec("outcome", Text("结果", "Outcome"), FieldType.ENUM, readonly=True, choices=_OUTCOMES),
    ),
    code_field="username",
    title_field="username",
    default_sort="-at,-id",
    group="settings",
    scope={"own": "user_id"},
)

TAKEN_OUT = ResourceSpec(
    name="taken-out",
    label=Text("导出打印记录", "Export"),
    label_plural=Text("导出打印日志", "Exports and prints"),
    model=TakenOut,
    fields=(
        FieldSpec("at", Text("时间", "Time"), FieldType.DATETIME, readonly=True),
        FieldSpec("actor", Text("谁", "Who"), readonly=True, searchable=True, column="actor_name"),
        FieldSpec("kind", Text("方式", "How"), FieldType.ENUM, readonly=True, choices=_WAYS_OUT),
        FieldSpec("what", Text("什么", "What"), readonly=True, searchable=True),
        FieldSpec("format", Text("格式", "Format"), readonly=True, width=80),
        FieldSpec("rows", Text("行数", "Rows"), FieldType.INTEGER, readonly=True, width=90),
        FieldSpec(
            "filters", Text("条件", "Narrowed by"), FieldType.JSON, readonly=True, sortable=False, filterable=False
        ),
        FieldSpec("address", Text("地址", "From where"), readonly=True, searchable=True),
    ),
    code_field="what",
    title_field="what",
    default_sort="-at,-id",
    group="settings",
    scope={"own": "actor_id"},
)

SIGN_IN_PROVIDERS = ResourceSpec(
    name=providers.RESOURCE,
    label=Text("第三方登录", "Sign-in provider"),
    label_plural=Text("第三方登录", "Sign-in providers"),
    model=SignInProvider,
    fields=(
        FieldSpec("code", Text("编码", "Code"), required=True, searchable=True,
                  help=Text("回调地址为 /api/v1/sign-in/编码/callback", "Comes back to /api/v1/sign-in/CODE/callback")),
        _NAME,
        FieldSpec("kind", Text("类型", "Kind"), FieldType.ENUM, required=True, default="OIDC", choices=_PROVIDER_KINDS),
        FieldSpec("issuer", Text("发行方地址", "Issuer"), in_list=False,
                  help=Text("OIDC 必填；其他留空用官方地址", "For OIDC; empty otherwise: the provider's own addresses")),
        FieldSpec("client_id", Text("应用 ID", "Client id"), required=True, in_list=False,
                  help=Text("企业微信填企业 ID（CorpID）", "For WeCom the corp id")),
        FieldSpec("agent_id", Text("企业微信 AgentID", "WeCom agent id"), in_list=False),
        FieldSpec("secret", Text("应用密钥", "Client secret"), FieldType.PASSWORD, in_list=False,
                  help=Text("保存后不再显示；留空不改", "Never shown again; empty leaves it")),
        FieldSpec("links_by_mail", Text("按已验证邮箱关联", "Link by verified mail"), FieldType.BOOLEAN, in_list=False),
        FieldSpec("creates_people", Text("自动建账号", "Make accounts"), FieldType.BOOLEAN, default=False),
        FieldSpec("role", Text("新账号的角色", "Role of new accounts"), FieldType.REFERENCE, ref="roles", in_list=False),
        FieldSpec("is_active", Text("启用", "Active"), FieldType.BOOLEAN, default=True),
    ),
    group="settings",
    create=providers.create_provider,
    update=providers.update_provider,
    delete=providers.delete_provider,
)  # fmt: skip

DUTY_CONFLICTS = ResourceSpec(
    name="duty-conflicts",
    label=Text("冲突权限", "Conflict of duties"),
    label_plural=Text("冲突权限", "Conflicts of duties"),
    model=DutyConflict,
    fields=(
        FieldSpec("name", Text("名称", "Name"), required=True, searchable=True),
        FieldSpec(
            "first", Text("权限一", "One right"), required=True,
            help=Text("写成 资源:操作，如 purchase_order:create", "As resource:action, such as purchase_order:create"),
        ),
        FieldSpec(
            "second", Text("权限二", "The other"), required=True,
            help=Text("同一个人不应同时拥有这两项权限", "Nobody should hold both"),
        ),
        FieldSpec("is_active", Text("启用", "Active"), FieldType.BOOLEAN, default=True),
    ),
    code_field="name",
    default_sort="name",
    group="settings",
    create=people.create_conflict,
    update=people.update_conflict,
    delete=partial(delete_record, resource="duty-conflicts"),
)  # fmt: skip


def register_over_all() -> None:
    """What must know everything that may have fields of an account set's own: called once, after all rooms."""
    offer_resource(field_resource())


def register() -> None:
    offer_messages(MESSAGES)
    offer_watched("custom-fields", "form-designs", "roles")
    offer_row_reader(row_expression)
    offer_targets(resource_targets)
    RESOURCES.seen_through(resources_seen)
    for spec in (
        USERS,
        DEPARTMENTS,
        POSITIONS,
        ROLES,
        API_TOKENS,
        AUDIT_ENTRIES,
        SIGN_INS,
        TAKEN_OUT,
        SIGN_IN_PROVIDERS,
        DUTY_CONFLICTS,
    ):
        offer_resource(spec)
    offer_own_parts()
    offer_users()
    offer_rights("saved-views", ("share",))
    offer_rights("form-designs", ("view", "update"))
    offer_rights("system", ("view", "update"))
