import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { documentsApi } from '@/api'
import { ErrorState, Notice, Skeleton, formatTime, referenceText, useErrorText } from '@/kit'

export function CommentsTab({ id }: { id: string }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const comments = useQuery({ queryKey: ['document-side', id, 'comments'], queryFn: () => documentsApi.comments(id) })

  const send = async () => {
    if (text.trim() === '') return
    setBusy(true)
    setError(null)
    try {
      await documentsApi.addComment(id, text.trim())
      setText('')
      await comments.refetch()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }

  if (comments.isPending) return <Skeleton rows={3} />
  if (comments.isError) return <ErrorState error={comments.error} onRetry={() => void comments.refetch()} />
  return (
    <div style={{ display: 'grid', gap: 12, maxWidth: 720 }}>
      <ol className="hk-timeline">
        {comments.data.map((comment) => (
          <li key={comment.id}>
            <span className="hk-muted">{formatTime(comment.at)}<br />{referenceText(comment.actor)}</span>
            <span style={{ whiteSpace: 'pre-wrap' }}>{comment.text}</span>
          </li>
        ))}
      </ol>
      {error ? <Notice messages={[say(error)]} /> : null}
      <Input.TextArea value={text} rows={2} placeholder={t('documents.comment.hint')} aria-label={t('documents.comment.hint')} onChange={(event) => setText(event.target.value)} />
      <div><Button loading={busy} disabled={text.trim() === ''} onClick={() => void send()}>{t('documents.comment.send')}</Button></div>
    </div>
  )
}
