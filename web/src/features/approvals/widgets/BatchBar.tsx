import { App, Button, Input } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { approvalsApi } from '@/api'
import type { ApprovalTask } from '@/api'
import { useErrorText } from '@/kit'

/** Decide the chosen tasks in one go; what could not be decided says why and stays chosen. */
export function BatchBar({ tasks, onDone }: { tasks: ApprovalTask[]; onDone: (left: string[]) => void }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const queries = useQueryClient()
  const { message, modal } = App.useApp()
  const [comment, setComment] = useState('')
  const [busy, setBusy] = useState<string | null>(null)
  const needed = tasks.some((task) => task.comment_required) && comment.trim() === ''

  const decide = async (action: 'approve' | 'reject') => {
    setBusy(action)
    try {
      const results = await approvalsApi.batch(tasks.map((task) => task.id), action, comment.trim())
      const refused = results.filter((one) => !one.ok)
      const done = results.length - refused.length
      if (done > 0) void message.success(t('approvals.batch.done', { count: done }))
      if (refused.length > 0) {
        const number = (id: string) => tasks.find((task) => task.id === id)?.document.number ?? id
        modal.warning({ title: t('approvals.batch.refused', { count: refused.length }), content: <ul style={{ paddingLeft: 18 }}>{refused.map((one) => <li key={one.id}>{number(one.id)}{t('approvals.colon')}{one.detail ?? one.code}</li>)}</ul> })
      }
      setComment('')
      onDone(refused.map((one) => one.id))
      for (const key of ['approval-tasks', 'menu-badge', 'work-queue', 'document', 'document-side']) void queries.invalidateQueries({ queryKey: [key] })
    } catch (error) {
      void message.error(say(error))
    } finally {
      setBusy(null)
    }
  }
  return (
    <div className="hk-task-batch" role="group" aria-label={t('approvals.batch')}>
      <span>{t('approvals.chosen', { count: tasks.length })}</span>
      <Input value={comment} maxLength={2000} aria-label={t('approval.comment')} placeholder={needed ? t('approval.comment.needed') : t('approval.comment')} onChange={(event) => setComment(event.target.value)} />
      <Button danger disabled={busy !== null || comment.trim() === ''} title={comment.trim() === '' ? t('approval.comment.needed') : ''} loading={busy === 'reject'} onClick={() => void decide('reject')}>{t('approval.reject')}</Button>
      <Button type="primary" disabled={busy !== null || needed} loading={busy === 'approve'} onClick={() => void decide('approve')}>{t('approval.approve')}</Button>
    </div>
  )
}
