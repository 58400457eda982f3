"""Words of the workflow room: refusals, problems of trees, kinds of events."""

from hengku.kernel.texts import Text

MESSAGES = {
    "flow_over": Text("审批已结束", "The approval is over"),
    "flow_running": Text("审批正在进行", "The approval is under way"),
    "flow_waits_for_initiator": Text("单据已退回发起人，等待重新提交", "Returned to the initiator; waits to be submitted again"),
    "flow_task_closed": Text("这项任务已处理，请刷新", "This task is done already; please refresh"),
    "flow_not_your_task": Text("这不是您的任务", "This is not your task"),
    "flow_own_document": Text(
        "职责分离：不能审批自己提交的单据（节点“{node}”）", "Separation of duties: nobody approves what they submitted (node “{node}”)"
    ),
    "flow_comment_required": Text("请填写意见", "Please write a comment"),
    "flow_signature_required": Text("请签名", "Please sign"),
    "flow_not_here": Text("该节点不允许此操作（{action}）", "This node does not allow it ({action})"),
    "flow_target": Text("不能退回到该节点", "It cannot be returned to this node"),
    "flow_cannot_ask": Text(
        "不能选择发起人、自己或已在该节点审批的人", "Not the initiator, not yourself, nor who is asked at this node already"
    ),
    "flow_added_too_deep": Text("加签最多 {most} 层", "People may be added {most} levels deep at most"),
    "flow_nobody": Text("节点“{node}”找不到审批人，也没有流程管理员", "Nobody to ask at node “{node}”, and nobody manages flows"),
    "flow_nobody_found": Text("找不到审批人", "Nobody found to ask"),
    "flow_no_branch": Text("分支“{node}”没有可走的路", "No branch of “{node}” can be taken"),
    "flow_withdraw_off": Text("该流程不允许撤回", "This flow lets nobody withdraw"),
    "flow_withdraw_too_late": Text("已有人处理，不能撤回", "Somebody has acted already; it cannot be withdrawn"),
    "flow_urged_lately": Text("{minutes} 分钟内已催办过", "Urged within the last {minutes} minutes"),
    "flow_stale": Text("审批已被他人推进，请刷新", "The approval moved on; please refresh"),
    "flow_no_start": Text("流程必须从“发起”开始", "A flow begins with its start"),
    "flow_too_large": Text("节点太多（最多 {most} 个）", "Too many nodes ({most} at most)"),
    "flow_no_approval": Text("流程中没有审批节点", "No approval node in the flow"),
    "flow_node_without_id": Text("有节点没有标识", "A node has no id"),
    "flow_id_twice": Text("节点标识重复", "This id is used twice"),
    "flow_unknown_kind": Text("未知的节点类型“{kind}”", "Unknown kind of node “{kind}”"),
    "flow_too_few_branches": Text("分支至少两条", "A gateway needs two branches at least"),
    "flow_needs_else": Text("需要且只能有一条“其他情况”分支", "Exactly one branch must be the else"),
    "flow_else_is_last": Text("“其他情况”必须排在最后", "The else comes last"),
    "flow_no_people": Text("请选择人员", "Choose people"),
    "flow_unknown_people": Text("未知的人员规则“{kind}”", "Unknown rule for people “{kind}”"),
    "flow_people_incomplete": Text("人员规则“{kind}”缺少：{missing}", "Rule for people “{kind}” lacks: {missing}"),
    "flow_unknown_field": Text("字段“{field}”不可用", "Field “{field}” cannot be used"),
    "flow_unknown_mode": Text("未知的审批方式“{mode}”", "Unknown mode “{mode}”"),
    "flow_bad_quorum": Text("票签需要人数（≥1）或百分比（1–100）", "A quorum needs a count (≥ 1) or a percentage (1–100)"),
    "flow_empty_rule": Text("请说明审批人为空时怎么办", "Say what happens when nobody is found"),
    "flow_financial_auto": Text("资金类节点不能在审批人为空时自动通过", "A financial node never passes by itself"),
    "flow_unknown_target": Text("退回目标“{target}”不存在", "Unknown node to return to: “{target}”"),
    "flow_check_incomplete": Text("节点校验需要公式和提示", "A check needs a formula and a message"),
    "flow_bad_limit": Text("限时须为 1 分钟到 30 天，并选择超时动作", "A time limit is 1 minute to 30 days, with an action"),
    "flow_no_silent_yes": Text(
        "影响库存或资金的单据不能超时自动通过", "Documents that move stock or money never pass by time alone"
    ),
    "flow_has_problems": Text("流程有 {count} 处问题，不能发布", "{count} problems keep the flow from being published"),
    "flow_nothing_to_publish": Text("没有可发布的草稿", "There is no draft to publish"),
    "flow_version_fixed": Text("已发布的版本不能修改", "A published version does not change"),
    "flow_not_published": Text("请先发布一个版本再启用", "Publish a version before switching it on"),
    "delegation_to_oneself": Text("不能委托给自己", "Nobody delegates to themselves"),
    "delegation_period": Text("结束日期早于开始日期", "The end is before the start"),
    "calendar_value": Text("“{value}”不是有效的时间或日期", "“{value}” is no time or date"),
    "calendar_times": Text("下班时间须晚于上班时间", "Work ends after it starts"),
    "successor_inactive": Text("接手人须为在用账号", "The successor must be an active account"),
    "successor_same": Text("接手人不能是本人", "The successor must be somebody else"),
}  # fmt: skip

EVENTS = {
    "submitted": Text("提交", "Submitted"),
    "entered": Text("到达节点", "Reached a node"),
    "branched": Text("进入分支", "Took a branch"),
    "asked": Text("请求审批", "Asked"),
    "approved": Text("同意", "Approved"),
    "rejected": Text("驳回", "Rejected"),
    "returned": Text("退回", "Returned"),
    "transferred": Text("转交", "Transferred"),
    "added": Text("加签", "Added people"),
    "withdrawn": Text("撤回", "Withdrawn"),
    "took_back": Text("收回意见", "Took the decision back"),
    "terminated": Text("终止", "Terminated"),
    "urged": Text("催办", "Urged"),
    "commented": Text("评论", "Commented"),
    "copied": Text("抄送", "Copied"),
    "expired": Text("超时处理", "Time ran out"),
    "timer_failed": Text("超时处理未成功", "Time ran out, nothing could be done"),
    "escalated": Text("超时上报", "Escalated"),
    "reminded": Text("超时提醒", "Reminded"),
    "invalidated": Text("原审批失效", "Approvals hold no more"),
    "changed": Text("关键内容已修改", "Something that matters changed"),
    "passed": Text("节点通过", "Node passed"),
    "sent_again": Text("重新审批", "To be decided anew"),
    "finished": Text("审批结束", "Approval over"),
    "edited": Text("审批中修改", "Edited during approval"),
    "post_failed": Text("审批通过，过账失败", "Approved, but could not be posted"),
    "posted": Text("自动过账", "Posted"),
}
"""Kinds of events readers are told of; what else there is serves replay alone."""

STATUS_LABELS = {
    "running": Text("审批中", "In approval"),
    "returned": Text("已退回", "Returned"),
    "approved": Text("已通过", "Approved"),
    "rejected": Text("已驳回", "Rejected"),
    "withdrawn": Text("已撤回", "Withdrawn"),
    "terminated": Text("已终止", "Terminated"),
}

HELD = {
    "nodes": Text("审批流节点（改由接手人审批）", "Nodes of flows (their successor is asked)"),
    "duties": Text("负责的仓库、分类、往来单位", "Warehouses, categories and partners they look after"),
    "delegations": Text("委托（结束）", "Delegations (ended)"),
}
"""What somebody who leaves hands over."""
