import { MoreOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Approval, HkDocument } from '@/api'
import { Notice, StateTag } from '@/kit'
import { ACTIONS, NONE_OPEN, sorted } from './actions'
import type { AnyAction } from './actions'
import { RUN } from './states'
import { useAct } from './useAct'
import type { Subject } from './useAct'
import { waitingFor } from './useApproval'
import './approval.css'

/** Where the document's approval stands, and what I can do about it. */
export function ApprovalBar({ document, approval, onDone }: { document: HkDocument; approval: Approval; onDone: () => void }) {
  const { t } = useTranslation()
  const { start, open, dialog, busy } = useAct(onDone)
  const run = RUN[approval.status]
  const { main, more } = sorted(approval.actions)
  const over = !['running', 'returned'].includes(approval.status)
  if (over && approval.actions.length === 0 && !approval.post_error) return null
  const subject: Subject = {
    task: approval.my_task, rev: approval.rev, document: document.id, title: document.number, returnable: approval.returnable, whole: document,
    asked: { commentRequired: approval.comment_required ?? false, signature: approval.signature ?? false, editable: approval.editable ?? {}, fields: approval.fields ?? NONE_OPEN },
  }
  const items = [
    ...(main.includes('approve') ? [{ key: 'approve', label: t('approval.approve.with') }] : []),
    ...more.map((action) => ({ key: action, label: t(ACTIONS[action].text), danger: ACTIONS[action].danger ?? false })),
  ]
  const waiting = waitingFor(approval)
  const back = approval.events.findLast((event) => ['returned', 'rejected', 'withdrawn', 'terminated'].includes(event.kind))
  return (
    <section className={approval.my_task ? 'hk-approval hk-approval-mine' : 'hk-approval'} aria-label={t('approval.title')}>
      <div className="hk-approval-said">
        <StateTag value={approval.status} label={run ? t(run.text) : approval.status} color={run?.color} />
        {approval.status === 'running' ? waiting.map((one) => (
          <span key={one.node}><span className="hk-muted">{one.node}</span> {approval.my_task && waiting.length === 1 && one.people.length === 1 ? t('approval.you') : t('approval.waits', { people: one.people.join(t('documents.comma')) || '–' })}</span>
        )) : null}
        {approval.status === 'returned' && back ? <span>{[back.actor?.name, back.comment].filter(Boolean).join(t('approval.colon'))}</span> : null}
      </div>
      <div className="hk-row">
        {main.map((action) => (
          <Button key={action} type={action === 'approve' || action === 'retry' ? 'primary' : 'default'} danger={ACTIONS[action].danger ?? false} disabled={busy !== null} loading={busy?.endsWith(`:${action}`) ?? false}
            onClick={() => start(subject, action)}>{t(ACTIONS[action].text)}</Button>
        ))}
        {items.length > 0 ? (
          <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => (key === 'approve' ? open(subject, 'approve') : start(subject, key as AnyAction)) }}>
            <Button icon={<MoreOutlined />} disabled={busy !== null} aria-label={t('approval.more')} />
          </Dropdown>
        ) : null}
      </div>
      {approval.post_error ? (
        <div className="hk-approval-error"><Notice messages={[t('approval.postError', { reason: [approval.post_error.title, approval.post_error.detail].filter(Boolean).join(' ') })]} /></div>
      ) : null}
      {dialog}
    </section>
  )
}
