import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { studioApi } from '@/api'
import type { RowsQuestion } from '@/api/studio'
import { ErrorState, Skeleton } from '@/kit'
import { FieldValue } from '@/resource/fields/FieldValue'
import { isNumberField } from '@/resource/fields/values'

interface RowsWidgetProps { question: RowsQuestion; label: string; refetch?: number | false }

/** Rows of a dataset; each leads to its own page. */
export function RowsWidget({ question, label, refetch = false }: RowsWidgetProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const page = useQuery({ queryKey: ['studio', 'rows', question], queryFn: () => studioApi.rows(question), refetchInterval: refetch, retry: false, placeholderData: (before) => before })
  if (page.isPending) return <Skeleton rows={4} />
  if (page.isError) return <ErrorState error={page.error} onRetry={() => void page.refetch()} />
  const { columns, rows, count, count_capped } = page.data
  if (rows.length === 0) return <p className="hk-muted hk-studio-none">{t('studio.none')}</p>
  return (
    <>
      <div className="hk-studio-scroll" tabIndex={0} role="region" aria-label={label}>
        <table className="hk-plain-table">
          <thead><tr>{columns.map((field) => <th key={field.name} className={isNumberField(field) ? 'hk-num' : ''}>{field.label}</th>)}</tr></thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id} className={row._path ? 'hk-sheet-link' : ''} onClick={() => { if (row._path) void navigate(row._path) }}
                {...(row._path ? { tabIndex: 0, onKeyDown: (event: React.KeyboardEvent) => { if (event.key === 'Enter' && row._path) void navigate(row._path) } } : {})}>
                {columns.map((field) => <td key={field.name} className={isNumberField(field) ? 'hk-num' : ''}><FieldValue field={field} value={row[field.name]} /></td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {count > rows.length ? <p className="hk-faint hk-studio-more">{t('studio.more', { shown: rows.length, count: count_capped ? `${count}+` : String(count) })}</p> : null}
    </>
  )
}
