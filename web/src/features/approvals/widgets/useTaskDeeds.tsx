import { useQueryClient } from '@tanstack/react-query'
import type { MenuProps } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { approvalsApi } from '@/api'
import type { ApprovalTask, TaskView } from '@/api'
import { ACTIONS, NONE_OPEN, sorted } from '@/resource/documents/approval/actions'
import type { AnyAction } from '@/resource/documents/approval/actions'
import { useAct } from '@/resource/documents/approval/useAct'
import type { Subject } from '@/resource/documents/approval/useAct'
import { documentPath } from '@/resource/meta'

export interface TaskDeeds {
  busy: string | null
  act: (task: ApprovalTask, action: AnyAction, comment: string) => void
  menu: (task: ApprovalTask) => MenuProps
  /** A copy that is opened is read. */
  opened: (task: ApprovalTask, view: TaskView) => void
}

const subjectOf = (task: ApprovalTask): Subject => ({
  task: task.actions.includes('retry') ? null : task.id, rev: task.rev ?? 0, document: task.document.id, title: task.document.number, returnable: [], whole: null,
  asked: { commentRequired: task.comment_required ?? false, signature: false, editable: {}, fields: NONE_OPEN },
})

/** What can be done with a task from the list. What needs the document itself leads to it. */
export function useTaskDeeds(onDone: () => void): { deeds: TaskDeeds; dialog: React.ReactNode } {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { start, open, dialog, busy } = useAct(onDone)
  const visit = (task: ApprovalTask) => void navigate(documentPath(task.document.type, task.document.id))

  const act = (task: ApprovalTask, action: AnyAction, comment: string) => {
    if (action === 'return' || (action === 'approve' && task.batch === false)) return visit(task)
    const said = comment.trim()
    // What was typed on the card is the comment: no dialog asks for it again.
    if (said !== '' && (action === 'approve' || action === 'reject')) return start({ ...subjectOf(task), asked: { commentRequired: false, signature: false, editable: {}, fields: NONE_OPEN } }, action, { comment: said })
    start(subjectOf(task), action)
  }
  const menu = (task: ApprovalTask): MenuProps => ({
    items: [
      ...(task.actions.includes('approve') && task.batch !== false ? [{ key: 'with', label: t('approval.approve.with') }] : []),
      ...sorted(task.actions).more.map((action) => ({ key: action, label: t(ACTIONS[action].text), danger: ACTIONS[action].danger ?? false })),
      { key: 'open', label: t('approvals.open') },
    ],
    onClick: ({ key }) => {
      if (key === 'open') visit(task)
      else if (key === 'with') open(subjectOf(task), 'approve')
      else act(task, key as AnyAction, '')
    },
  })
  const opened = (task: ApprovalTask, view: TaskView) => {
    // Unread stays what could not be marked: the next time it is opened tries again.
    if (view === 'copied' && !task.read_at) void approvalsApi.markRead(task.document.id).then(() => queries.invalidateQueries({ queryKey: ['menu-badge'] }), () => undefined)
  }
  return { deeds: { busy, act, menu, opened }, dialog }
}
