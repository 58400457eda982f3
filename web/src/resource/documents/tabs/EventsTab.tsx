import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { documentsApi } from '@/api'
import type { HkDocument } from '@/api'
import { ErrorState, Skeleton, formatTime, referenceText } from '@/kit'

/** Who did what and when, newest first. */
export function EventsTab({ id, document }: { id: string; document: HkDocument }) {
  const { t } = useTranslation()
  const events = useQuery({ queryKey: ['document-side', id, 'events', document.rev, document.state], queryFn: () => documentsApi.events(id) })
  if (events.isPending) return <Skeleton rows={3} />
  if (events.isError) return <ErrorState error={events.error} onRetry={() => void events.refetch()} />
  if (events.data.length === 0) return <p className="hk-muted">{t('documents.events.none')}</p>
  return (
    <ol className="hk-timeline">
      {events.data.map((event) => (
        <li key={event.id}>
          <span className="hk-muted">{formatTime(event.at)}</span>
          <div>
            {[referenceText(event.actor), event.label ?? event.transition, event.reason].filter(Boolean).join(' · ')}
            {event.changes && event.changes.length > 0 ? <ul className="hk-changes">{event.changes.map((change) => <li key={change}>{change}</li>)}</ul> : null}
          </div>
        </li>
      ))}
    </ol>
  )
}
