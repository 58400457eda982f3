"""What identity says to people."""

from hengku.kernel.texts import Text

MESSAGES = {
    "refused": Text("不能这样做", "This cannot be done"),
    "malformed": Text("请求的格式不正确。", "The request is malformed."),
    "unauthenticated": Text("请先登录。", "Please sign in first."),
    "permission_denied": Text(
        "您没有执行此操作的权限，请联系管理员授权。",
        "You have no permission to do this; ask an administrator to grant it.",
    ),
    "not_found": Text(
        "找不到该记录，可能已被删除或您无权查看。", "Not found: it may have been deleted, or you may not see it."
    ),
    "method_not_allowed": Text("此地址不支持该操作。", "This address does not support that method."),
    "too_many_requests": Text("请求过于频繁，请稍后再试。", "Too many requests; try again later."),
    "request_too_big": Text("请求内容过大，请拆分后再提交。", "The request is too big; send it in parts."),
    "csrf_failed": Text("页面已过期，请刷新后重试。", "This page has expired; reload it and try again."),
    "clock_refused": Text(
        "只有演练账套接受模拟时间（X-HengKu-Now，ISO 8601 含时区）。",
        "Only a sandbox account set takes a simulated time (X-HengKu-Now, ISO 8601 with zone).",
    ),
    "key_reused": Text(
        "该幂等键已用于另一个请求，请换一个键。", "This idempotency key was used for another request; use a new key."
    ),
    "key_too_long": Text("幂等键最长 200 个字符。", "An idempotency key has at most 200 characters."),
    "busy": Text("系统繁忙，未作任何更改，请重试。", "The system is busy; nothing was changed, please try again."),
    "storage_full": Text(
        "磁盘已满，未作任何更改。请清理磁盘空间后重试。",
        "The disk is full; nothing was changed. Free some space and try again.",
    ),
    "out_of_memory": Text(
        "内存不足，未作任何更改，请稍后重试。", "Memory is short; nothing was changed. Try again later."
    ),
    "internal_error": Text(
        "系统发生意外错误，未作任何更改。请联系管理员并提供编号 {request_id}。",
        "Something unexpected happened; nothing was changed. Tell your administrator this number: {request_id}.",
    ),
    "same_person": Text("需要另一个人签字，不能是您自己。", "Another person has to sign, not yourself."),
    "second_person_unknown": Text("第二人的用户名或密码不正确。", "The second person's name and password do not fit."),
    "required": Text("必填。", "Required."),
    "invalid": Text("值不正确。", "This value is not valid."),
    "invalid_number": Text("请输入数字。", "Enter a number."),
    "invalid_characters": Text(
        "含有不可见的控制字符，请删除。", "This contains invisible control characters; remove them."
    ),
    "number_too_large": Text("数字太大：最大 {max}。", "This number is too large: at most {max}."),
    "result_too_large": Text(
        "数字太大，超出系统能保存的范围：请检查数量、单价和金额。",
        "A number is larger than can be kept: check quantities, prices and amounts.",
    ),
    "invalid_date": Text("请输入日期，如 2026-01-31。", "Enter a date like 2026-01-31."),
    "invalid_choice": Text("请从可选值中选择。", "Choose one of the possible values."),
    "too_long": Text("最多 {max} 个字符。", "At most {max} characters."),
    "too_short": Text("太短。", "Too short."),
    "too_many": Text("数量过多。", "Too many."),
    "unknown_field": Text("没有这个字段。", "There is no such field."),
    "not_unique": Text("“{value}”已存在。", "“{value}” exists already."),
    "still_used_or_missing": Text(
        "引用的记录不存在，或该记录仍被使用。", "A record referred to does not exist, or this record is still used."
    ),
    "append_only": Text("账目只能追加，不能修改或删除；请冲销。", "Facts are only appended; reverse them instead."),
    "rule_of_the_data": Text("数据不符合规则：{rule}。", "The data break a rule: {rule}."),
    "sign_in_wrong": Text("用户名或密码不正确。", "Wrong user name or password."),
    "sign_in_wait": Text(
        "尝试次数过多，请 {minutes} 分钟后再试，或请老板重置密码。",
        "Too many attempts; try again in {minutes} min, or ask the owner to reset the password.",
    ),
    "account_set_unknown": Text("没有名为“{name}”的账套。", "There is no account set called “{name}”."),
    "username_taken": Text("用户名“{username}”已被使用。", "The user name “{username}” is taken."),
    "password_weak": Text(
        "密码太弱：至少 8 个字符，且不能是常见密码。",
        "This password is too weak: use at least 8 characters and not a common one.",
    ),
    "password_wrong": Text("原密码不正确。", "The old password is wrong."),
    "password_change_required": Text("请先修改密码。", "Change your password first."),
    "role_unknown": Text("没有角色“{name}”。", "There is no role “{name}”."),
    "role_is_owner": Text("老板角色不能修改。", "The owner role cannot be changed."),
    "role_is_builtin": Text("内置角色“{name}”不能删除。", "The built-in role “{name}” cannot be deleted."),
    "role_is_held": Text(
        "还有 {count} 人使用该角色({names}),请先改派角色。",
        "{count} people still hold this role ({names}); give them another first.",
    ),
    "grant_invalid": Text(
        "授权格式不正确：需要 resource 和 action。",
        "A grant needs resource and action, and lists of ids for its limits.",
    ),
    "mask_unknown": Text("没有可屏蔽的类别“{name}”。", "There is no class of values called “{name}” to hide."),
    "department_circle": Text(
        "“{name}”不能隶属于自己或自己的下级部门。", "“{name}” cannot belong to itself or to a department below it."
    ),
    "second_factor_needed": Text("请输入验证器上的 6 位验证码。", "Enter the six digits your authenticator shows."),
    "second_factor_wrong": Text("验证码不正确或已用过。", "This code is wrong or was used before."),
    "second_factor_there": Text("两步验证已开启。", "Two-step sign-in is on already."),
    "second_factor_to_set": Text(
        "您的角色要求两步验证，请先设置。", "Your role asks for two-step sign-in; set it up first."
    ),
    "second_factor_required_by_role": Text(
        "您的角色要求两步验证，不能关闭。", "Your role asks for two-step sign-in; it cannot be turned off."
    ),
    "passkey_wrong": Text(
        "通行密钥不符，请重试或改用密码。", "This passkey does not fit; try again or use your password."
    ),
    "provider_silent": Text("“{name}”没有应答，请稍后再试。", "“{name}” does not answer; try again later."),
    "provider_refused": Text("未能确认您的身份，请重新登录。", "Who you are could not be confirmed; sign in again."),
    "provider_address": Text("地址须以 https:// 开头。", "The address has to begin with https://."),
    "provider_role": Text("自动建账号须指定角色（不能是老板）。", "New people need a role, other than owner."),
    "account_not_linked": Text(
        "此账号尚未关联衡库用户：请先用密码登录，在“登录设备”页关联，或请管理员开通。",
        "This account is not linked to anybody here: sign in with your password and link it, or ask an administrator.",
    ),
    "account_linked_elsewhere": Text("此账号已关联另一位用户。", "This account is linked to somebody else."),
    "passkeys_too_many": Text("最多 {max} 个通行密钥。", "At most {max} passkeys."),
    "address_not_allowed": Text("不允许从此网络地址登录。", "Signing in from this address is not allowed."),
    "address_invalid": Text("“{value}”不是网络地址或网段。", "“{value}” is not an address or a network."),
    "address_locks_out": Text(
        "名单不含您现在的地址 {address}，保存后您会被挡在外面。",
        "The list leaves out your own address {address}: saving it would lock you out.",
    ),
    "still_holding": Text(
        "“{name}”手上还有未交接的：{things}。请先办理离职交接。",
        "“{name}” still holds: {things}. Hand over first.",
    ),
    "successor_invalid": Text("请选择另一位在职人员接手。", "Choose somebody else who works here to take over."),
    "superior_circle": Text(
        "“{name}”不能是自己的上级，也不能以自己的下属为上级。",
        "“{name}” cannot answer to themselves or to somebody who answers to them.",
    ),
    "owner_only": Text("只有老板可以这样做。", "Only an owner may do this."),
    "last_owner": Text("“{name}”是最后一位老板，不能停用。", "“{name}” is the last owner and cannot be shut out."),
    "token_scope_invalid": Text(
        "令牌范围应为“资源：操作”，如 items:view 或 *:view。",
        "A token's scope lists “resource:action”, like items:view or *:view.",
    ),
    "token_expired": Text("到期时间必须在将来。", "The expiry must lie in the future."),
    "already_set_up": Text("本账套已完成初始化，请直接登录。", "This account set has been set up; please sign in."),
    "setup_token_wrong": Text(
        "初始化口令不正确或已过期，请查看启动程序的终端窗口。",
        "The set-up token is wrong or has expired; see the terminal in which the program was started.",
    ),
    "mail_not_set": Text("尚未设置邮件服务器。", "No mail server has been set."),
    "mail_failed": Text("邮件发送失败：{reason}", "The mail could not be sent: {reason}"),
    "confirmation_required": Text("请确认后继续。", "Please confirm to continue."),
    "stale_revision": Text(
        "该记录已被 {changed_by} 于 {changed_at} 修改({fields}),请刷新后重新编辑。",
        "{changed_by} changed this record at {changed_at} ({fields}); reload it and edit again.",
    ),
}
