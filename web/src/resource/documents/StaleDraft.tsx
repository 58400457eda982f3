import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { documentsApi } from '@/api'
import type { ApiError, DocTypeSpec, HkDocument, Reference } from '@/api'
import { Notice, formatTime, referenceText, useErrorText } from '@/kit'
import type { Conflict } from './merge'
import type { DraftState } from './useDocumentDraft'

interface StaleDraftProps {
  spec: DocTypeSpec
  document: HkDocument
  draft: DraftState
  error: ApiError
  onMerged: (latest: HkDocument) => void
  onReload: () => void
}

interface Change {
  changed_by?: unknown
  changed_at?: unknown
  fields?: unknown
}

const said = (value: unknown): string => (typeof value === 'boolean' ? (value ? '✓' : '×') : referenceText(value))

/** Somebody saved first: who, when and what; both sides' changes can be laid together, nothing typed is lost by it. */
export function StaleDraft({ spec, document, draft, error, onMerged, onReload }: StaleDraftProps) {
  const { t } = useTranslation()
  const say = useErrorText()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>(null)
  const change = (error.items[0]?.params ?? error.problem.params ?? {}) as Change
  const fields = [...spec.header_fields, ...spec.line_fields]
  const names = (Array.isArray(change.fields) ? change.fields : change.fields ? [change.fields] : []).map((name) => (name === 'lines' ? t('documents.lines') : fields.find((field) => field.name === name)?.label ?? String(name)))

  const merge = async () => {
    setBusy(true)
    try {
      const latest = await documentsApi.read(document.id)
      if (latest.state.toLowerCase() === 'draft') draft.merge(latest)
      onMerged(latest)
    } catch (reason) {
      setFailure(reason)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Notice tone="amber" messages={[]}>
      <strong>{t('resource.stale.title')}</strong>
      <div>{change.changed_by ? t('resource.stale.by', { who: referenceText(change.changed_by), at: formatTime(change.changed_at) }) : error.message}</div>
      {names.length > 0 ? <div>{t('resource.stale.fields', { fields: names.join(', ') })}</div> : null}
      <div>{t('documents.stale.text')}</div>
      {failure ? <div className="hk-negative">{say(failure)}</div> : null}
      <div className="hk-row" style={{ marginTop: 6 }}>
        <Button type="primary" loading={busy} onClick={() => void merge()}>{t('documents.stale.merge')}</Button>
        <Button disabled={busy} onClick={onReload}>{t('documents.stale.reload')}</Button>
      </div>
    </Notice>
  )
}

/** After merging: what both changed, with the other side's value one click away. */
export function Conflicts({ draft }: { draft: DraftState }) {
  const { t } = useTranslation()
  if (!draft.merged) return null
  const place = (conflict: Conflict): string => {
    const index = draft.rows.findIndex((row) => row.key === conflict.key)
    const line = index < 0 ? '' : t('documents.stale.line', { line: index + 1, item: (draft.rows[index]?.line['item'] as Reference | null)?.name ?? '' })
    return [line, conflict.field?.label].filter(Boolean).join(' · ')
  }
  const words = (conflict: Conflict): string => {
    if (conflict.field) return t('documents.stale.both', { place: place(conflict), mine: said(conflict.mine), theirs: said(conflict.theirs) })
    return conflict.theirs ? t('documents.stale.iRemoved', { place: place(conflict) }) : t('documents.stale.theyRemoved', { place: place(conflict) })
  }
  return (
    <Notice tone={draft.merged.length > 0 ? 'amber' : 'plain'} messages={[]}>
      <div>{draft.merged.length > 0 ? t('documents.stale.conflicts') : t('documents.stale.merged')}</div>
      {draft.merged.length > 0 ? (
        <ul>
          {draft.merged.map((conflict) => (
            <li key={`${conflict.key ?? ''}.${conflict.field?.name ?? ''}`}>
              {words(conflict)}{' '}
              <Button size="small" onClick={() => draft.yieldTo(conflict)}>{conflict.field ? t('documents.stale.takeTheirs') : t('documents.stale.removeLine')}</Button>
            </li>
          ))}
        </ul>
      ) : null}
    </Notice>
  )
}
