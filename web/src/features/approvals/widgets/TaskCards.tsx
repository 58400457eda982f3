import { MoreOutlined } from '@ant-design/icons'
import { Button, Checkbox, Dropdown, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ApprovalTask, TaskView } from '@/api'
import { Money, formatDate, normaliseDecimal, referenceText } from '@/kit'
import { documentPath } from '@/resource/meta'
import { inBatch } from '../tasks'
import { TaskState, Waited } from './TaskFacts'
import type { TaskDeeds } from './useTaskDeeds'

interface TaskCardsProps {
  view: TaskView
  tasks: ApprovalTask[]
  chosen: ReadonlySet<string>
  onChoose: (id: string, on: boolean) => void
  deeds: TaskDeeds
}

/** Tasks on a phone: the document, the amount, and the two buttons under the thumb. */
export function TaskCards({ view, tasks, chosen, onChoose, deeds }: TaskCardsProps) {
  return <div className="hk-cards">{tasks.map((task) => <TaskCard key={task.id} view={view} task={task} chosen={chosen.has(task.id)} onChoose={onChoose} deeds={deeds} />)}</div>
}

function TaskCard({ view, task, chosen, onChoose, deeds }: Omit<TaskCardsProps, 'tasks' | 'chosen'> & { task: ApprovalTask; chosen: boolean }) {
  const { t } = useTranslation()
  const [comment, setComment] = useState('')
  const { document } = task
  const decides = view === 'todo' && task.actions.includes('approve')
  return (
    <article className="hk-panel hk-task" aria-label={`${document.type_label} ${document.number}`}>
      <Link to={documentPath(document.type, document.id)} className="hk-task-open" onClick={() => deeds.opened(task, view)}>
        <span className="hk-task-head">
          <span className="hk-grow"><span className="hk-muted">{document.type_label}</span><br /><strong>{document.number}</strong></span>
          {normaliseDecimal(document.amount) === null ? null : <span className="hk-task-amount"><Money value={document.amount} /></span>}
        </span>
        {document.partner ? <span>{referenceText(document.partner)}</span> : null}
        <span className="hk-task-meta">
          <span>{task.name}</span>
          {task.initiator ? <span>{t('approvals.by', { name: task.initiator.name })}</span> : null}
          {task.on_behalf_of ? <span>{t('approval.onBehalf', { name: task.on_behalf_of.name })}</span> : null}
          <span>{formatDate(document.business_date)}</span>
          {view === 'todo' ? <Waited task={task} /> : null}
        </span>
        {view === 'todo' ? null : <TaskState task={task} view={view} />}
      </Link>
      {task.actions.includes('retry') ? (
        <>
          <span className="hk-negative">{task.post_error?.title}</span>
          <Button block type="primary" style={{ minHeight: 48 }} loading={deeds.busy === `${task.document.id}:retry`} onClick={() => deeds.act(task, 'retry', '')}>{t('approval.retry')}</Button>
        </>
      ) : null}
      {decides ? (
        <>
          <div className="hk-row" style={{ flexWrap: 'nowrap' }}>
            {inBatch(task) ? <Checkbox checked={chosen} aria-label={t('approvals.pick', { number: document.number })} onChange={(event) => onChoose(task.id, event.target.checked)} /> : null}
            <Input value={comment} maxLength={2000} aria-label={t('approval.comment')} placeholder={t('approval.comment')} onChange={(event) => setComment(event.target.value)} />
          </div>
          <div className="hk-task-acts">
            <Button danger disabled={deeds.busy !== null} loading={deeds.busy === `${task.id}:reject`} onClick={() => deeds.act(task, 'reject', comment)}>{t('approval.reject')}</Button>
            <Button type="primary" disabled={deeds.busy !== null} loading={deeds.busy === `${task.id}:approve`} onClick={() => deeds.act(task, 'approve', comment)}>{t('approval.approve')}</Button>
            <Dropdown trigger={['click']} menu={deeds.menu(task)}><Button icon={<MoreOutlined />} aria-label={t('approval.more')} /></Dropdown>
          </div>
        </>
      ) : null}
    </article>
  )
}
