import { Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FlowProblem } from '@/api'
import { Notice, useErrorText } from '@/kit'

interface PublishDialogProps {
  problems: FlowProblem[]
  nameOf: (id: string | null) => string
  onPublish: (note: string) => Promise<void>
  onClose: () => void
}

/** Says what publishing means, takes a note, and tells what stands in the way. */
export function PublishDialog({ problems, nameOf, onPublish, onClose }: PublishDialogProps) {
  const { t } = useTranslation()
  const say = useErrorText()
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const publish = async () => {
    setBusy(true)
    setError(null)
    try {
      await onPublish(note.trim())
      onClose()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal open title={t('approvals.publish.title')} okText={t('approvals.publish')} cancelText={t('resource.cancel')} okButtonProps={{ loading: busy, disabled: problems.length > 0 }} onOk={() => void publish()} onCancel={onClose}>
      <div style={{ display: 'grid', gap: 12 }}>
        {problems.length > 0 ? <Notice messages={[t('approvals.publish.problems'), ...problems.map((one) => [nameOf(one.node), one.detail].filter(Boolean).join(t('approvals.colon')))]} /> : <p style={{ margin: 0 }}>{t('approvals.publish.text')}</p>}
        {error ? <Notice messages={[say(error)]} /> : null}
        <Input.TextArea rows={2} autoFocus value={note} maxLength={500} aria-label={t('approvals.publish.note')} placeholder={t('approvals.publish.note')} onChange={(event) => setNote(event.target.value)} />
      </div>
    </Modal>
  )
}
