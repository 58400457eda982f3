import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { NOTHING } from '@/kit'
import type { RecordPanelProps } from '@/kit'
import { documentPath, recordPath, useMeta } from '@/resource/meta'
import { changesOf, namesOf } from '../audit'

/** An audit entry as people read it: field by field, before and after. */
export function AuditPanel({ record }: RecordPanelProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const entity = String(record['entity'] ?? '')
  const spec = meta.resources.find((one) => one.name === entity)
  const { label, name, value } = namesOf(meta, entity)
  const isDocument = meta.document_types.some((one) => one.code === entity)
  const path = isDocument ? documentPath(entity, String(record['entity_id'])) : spec ? recordPath(entity, String(record['entity_id'])) : null
  const changes = changesOf(record['before'], record['after'])
  return (
    <section style={{ display: 'grid', gap: 8, marginTop: 16 }}>
      <h2 style={{ fontSize: 14, margin: 0 }}>
        {t('settings.audit.changes')}{path ? <> · <Link to={path}>{label} #{String(record['entity_id'])}</Link></> : null}
      </h2>
      {changes.length === 0 ? <p className="hk-muted" style={{ margin: 0 }}>{t('settings.audit.none')}</p> : (
        <div className="hk-panel hk-scroll-x" tabIndex={0} role="region" aria-label={t('settings.audit.changes')}>
          <table className="hk-plain-table">
            <thead><tr><th>{t('settings.audit.field')}</th><th>{t('settings.audit.before')}</th><th>{t('settings.audit.after')}</th></tr></thead>
            <tbody>
              {changes.map((change) => (
                <tr key={change.name}>
                  <th scope="row" style={{ verticalAlign: 'top' }}>{name(change.name)}</th>
                  <td className="hk-muted" style={{ whiteSpace: 'pre-line', verticalAlign: 'top', overflowWrap: 'anywhere' }}>{value(change.name, change.before) || NOTHING}</td>
                  <td style={{ whiteSpace: 'pre-line', verticalAlign: 'top', overflowWrap: 'anywhere' }}>{value(change.name, change.after) || NOTHING}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
