import { useTranslation } from 'react-i18next'
import type { ApprovalTask, TaskView } from '@/api'
import { StateTag, formatTime } from '@/kit'
import { RUN, TASK } from '@/resource/documents/approval/states'
import { daysSince, isLate } from '../tasks'

/** Since when it waits, and whether its time is over. */
export function Waited({ task }: { task: ApprovalTask }) {
  const { t } = useTranslation()
  const now = Date.now()
  const days = daysSince(task.arrived_at, now)
  if (isLate(task, now)) return <span className="hk-negative" title={formatTime(task.due_at)}>{t('approvals.late')}</span>
  return <span title={formatTime(task.arrived_at)}>{days === 0 ? t('approvals.today') : t('approvals.days', { count: days })}</span>
}

export function TaskState({ task, view }: { task: ApprovalTask; view: TaskView }) {
  const { t } = useTranslation()
  const state = (view === 'started' ? RUN : TASK)[task.state] ?? RUN[task.state]
  return <StateTag value={task.state} label={state ? t(state.text) : task.state} color={state?.color} />
}
