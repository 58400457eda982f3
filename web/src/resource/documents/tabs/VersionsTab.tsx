import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { documentsApi } from '@/api'
import type { HkDocument } from '@/api'
import { ErrorState, Skeleton, formatTime, referenceText } from '@/kit'

type Version = Awaited<ReturnType<typeof documentsApi.versions>>[number]

const said = (value: unknown): string => (value === null || value === undefined ? '–' : String(value))

/** What each version changed about the one before, newest first. */
export function VersionsTab({ document }: { document: HkDocument }) {
  const { t } = useTranslation()
  const versions = useQuery({ queryKey: ['document-side', document.id, 'versions', document.rev], queryFn: () => documentsApi.versions(document.id) })
  if (versions.isPending) return <Skeleton rows={3} />
  if (versions.isError) return <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />
  const told = (change: Version['changes'][number]) =>
    `${change.line_no === null ? '' : `${t('documents.version.line', { line: change.line_no })} `}${change.label} ${said(change.before)} → ${said(change.after)}`
  return (
    <ol className="hk-timeline">
      {versions.data.map((one) => (
        <li key={one.version}>
          <span className="hk-muted">{formatTime(one.at)}</span>
          <div>
            {[t('documents.version.number', { count: one.version }), one.actor ? referenceText(one.actor) : '', one.reason].filter(Boolean).join(' · ')}
            <ul className="hk-changes">{one.changes.map((change) => <li key={`${change.line_no ?? ''}${change.field}`}>{told(change)}</li>)}</ul>
          </div>
        </li>
      ))}
    </ol>
  )
}
