import { MoreOutlined } from '@ant-design/icons'
import { Button, Checkbox, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ApprovalTask, TaskView } from '@/api'
import { Money, formatDate, formatTime, referenceText } from '@/kit'
import { documentPath } from '@/resource/meta'
import { inBatch } from '../tasks'
import { TaskState, Waited } from './TaskFacts'
import type { TaskDeeds } from './useTaskDeeds'

interface TaskTableProps {
  view: TaskView
  tasks: ApprovalTask[]
  chosen: ReadonlySet<string>
  onChoose: (id: string, on: boolean) => void
  onChooseAll: (on: boolean) => void
  deeds: TaskDeeds
}

/** Tasks on a desk: one line each, decided where they stand. */
export function TaskTable({ view, tasks, chosen, onChoose, onChooseAll, deeds }: TaskTableProps) {
  const { t } = useTranslation()
  const todo = view === 'todo'
  const able = tasks.filter(inBatch)
  return (
    <div className="hk-panel hk-scroll-x" tabIndex={0} role="region" aria-label={t('approvals.tasks')}>
      <table className="hk-plain-table hk-tasks">
        <thead>
          <tr>
            {todo ? <th style={{ width: 32 }}><Checkbox aria-label={t('approvals.pickAll')} disabled={able.length === 0} checked={able.length > 0 && able.every((task) => chosen.has(task.id))} indeterminate={able.some((task) => chosen.has(task.id)) && !able.every((task) => chosen.has(task.id))} onChange={(event) => onChooseAll(event.target.checked)} /></th> : null}
            <th>{t('approvals.col.document')}</th><th>{t('approvals.col.partner')}</th><th className="hk-num">{t('approvals.col.amount')}</th><th>{t('approvals.col.date')}</th>
            <th>{t('approvals.col.node')}</th><th>{t('approvals.col.initiator')}</th><th>{todo ? t('approvals.col.waiting') : t('approvals.col.state')}</th><th>{todo ? <span className="hk-sr">{t('approval.more')}</span> : t('approvals.col.at')}</th>
          </tr>
        </thead>
        <tbody>
          {tasks.map((task) => (
            <tr key={task.id} className={view === 'copied' && !task.read_at ? 'hk-task-unread' : ''}>
              {todo ? <td><Checkbox disabled={!inBatch(task)} checked={chosen.has(task.id)} aria-label={t('approvals.pick', { number: task.document.number })} onChange={(event) => onChoose(task.id, event.target.checked)} /></td> : null}
              <td><Link to={documentPath(task.document.type, task.document.id)} onClick={() => deeds.opened(task, view)}>{task.document.number}</Link> <span className="hk-muted">{task.document.type_label}</span></td>
              <td>{task.document.partner ? referenceText(task.document.partner) : null}</td>
              <td className="hk-num"><Money value={task.document.amount} /></td>
              <td>{formatDate(task.document.business_date)}</td>
              <td>{task.name}{task.post_error ? <span className="hk-negative">{t('approval.run.postError')}</span> : null}{task.on_behalf_of ? <span className="hk-faint"> {t('approval.onBehalf', { name: task.on_behalf_of.name })}</span> : null}</td>
              <td>{task.initiator?.name}</td>
              <td>{todo ? <Waited task={task} /> : <TaskState task={task} view={view} />}</td>
              <td>{todo ? <Deeds task={task} deeds={deeds} /> : <span className="hk-muted">{formatTime(task.arrived_at)}</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Deeds({ task, deeds }: { task: ApprovalTask; deeds: TaskDeeds }) {
  const { t } = useTranslation()
  return (
    <span className="hk-task-inline">
      {task.actions.includes('retry') ? <Button size="small" type="primary" title={task.post_error?.title ?? ''} loading={deeds.busy === `${task.document.id}:retry`} onClick={() => deeds.act(task, 'retry', '')}>{t('approval.retry')}</Button> : null}
      {task.actions.includes('reject') ? <Button size="small" danger disabled={deeds.busy !== null} loading={deeds.busy === `${task.id}:reject`} onClick={() => deeds.act(task, 'reject', '')}>{t('approval.reject')}</Button> : null}
      {task.actions.includes('approve') ? <Button size="small" type="primary" disabled={deeds.busy !== null} loading={deeds.busy === `${task.id}:approve`} onClick={() => deeds.act(task, 'approve', '')}>{t('approval.approve')}</Button> : null}
      <Dropdown trigger={['click']} menu={deeds.menu(task)}><Button size="small" icon={<MoreOutlined />} aria-label={t('approval.more')} /></Dropdown>
    </span>
  )
}
