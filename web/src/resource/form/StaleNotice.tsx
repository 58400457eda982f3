import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ApiError, FieldSpec } from '@/api'
import { Notice, formatTime, referenceText } from '@/kit'

interface Change {
  changed_by?: unknown
  changed_at?: unknown
  fields?: unknown
}

/** Somebody saved first: who, when and what, before anything typed here is given up. */
export function StaleNotice({ error, fields, onReload }: { error: ApiError; fields: FieldSpec[]; onReload: () => void }) {
  const { t } = useTranslation()
  const change = (error.items[0]?.params ?? error.problem.params ?? {}) as Change
  const changed: unknown[] = Array.isArray(change.fields) ? change.fields : change.fields ? [change.fields] : []
  const names = changed.map((name) => fields.find((field) => field.name === name)?.label ?? String(name))
  const text = change.changed_by
    ? t('resource.stale.by', { who: referenceText(change.changed_by), at: formatTime(change.changed_at) })
    : error.message
  return (
    <div style={{ marginBottom: 12 }}>
      <Notice tone="amber" messages={[]}>
        <strong>{t('resource.stale.title')}</strong>
        <div>{text}</div>
        {names.length > 0 ? <div>{t('resource.stale.fields', { fields: names.join(', ') })}</div> : null}
        <div>{t('resource.stale.text')}</div>
        <Button size="small" style={{ marginTop: 6 }} onClick={onReload}>{t('resource.stale.reload')}</Button>
      </Notice>
    </div>
  )
}
