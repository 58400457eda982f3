import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { EmptyState, Page } from '@/kit'
import { RecordEditor } from './form/RecordEditor'
import { recordPath, useResource } from './meta'

/** A record on its own page: what a phone shows, and where links lead. */
export function RecordPage({ resource: named }: { resource?: string } = {}) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { resource = named ?? '', id = 'new' } = useParams()
  const spec = useResource(resource)
  if (!spec) return <EmptyState title={t('resource.unknown')} text={resource} />
  return (
    <RecordEditor key={id} spec={spec} id={id} onSaved={(record) => { if (id === 'new') void navigate(recordPath(spec.name, record.id), { replace: true }) }}
      onDeleted={() => void navigate(`/records/${spec.name}`, { replace: true })}
      frame={({ title, body, footer }) => (
        <Page title={title} actions={footer}>
          <div className="hk-panel" style={{ padding: 16, maxWidth: 960 }}>{body}</div>
        </Page>
      )} />
  )
}
