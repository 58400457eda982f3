import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { apiUrl, documentsApi } from '@/api'
import { ErrorState, Notice, Skeleton, formatSize, formatTime, referenceText, useErrorText } from '@/kit'

export function AttachmentsTab({ id }: { id: string }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const input = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<string[]>([])
  const files = useQuery({ queryKey: ['document-side', id, 'attachments'], queryFn: () => documentsApi.attachments(id) })

  const add = async (chosen: FileList | null) => {
    setBusy(true)
    const told: string[] = []
    // One file that is refused does not keep the others out.
    for (const file of Array.from(chosen ?? [])) {
      await documentsApi.addAttachment(id, file).catch((failure: unknown) => told.push(say(failure)))
    }
    setRefused(told)
    setBusy(false)
    if (input.current) input.current.value = ''
    void files.refetch()
  }

  if (files.isPending) return <Skeleton rows={3} />
  if (files.isError) return <ErrorState error={files.error} onRetry={() => void files.refetch()} />
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      {files.data.length === 0 ? <p className="hk-muted" style={{ margin: 0 }}>{t('documents.attachments.none')}</p> : (
        <ul className="hk-timeline">
          {files.data.map((file) => (
            <li key={file.id}>
              <span className="hk-muted">{formatTime(file.at)}</span>
              <span><a href={apiUrl(`/documents/${id}/attachments/${file.id}`)} target="_blank" rel="noreferrer">{file.name}</a> <span className="hk-faint">{formatSize(file.size)} {file.actor ? referenceText(file.actor) : ''}</span></span>
            </li>
          ))}
        </ul>
      )}
      <Notice messages={refused} />
      <input ref={input} type="file" multiple hidden aria-label={t('documents.attachments.add')} onChange={(event) => void add(event.target.files)} />
      <div><Button loading={busy} onClick={() => input.current?.click()}>{t('documents.attachments.add')}</Button></div>
    </div>
  )
}
