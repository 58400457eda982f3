import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { importsApi } from '@/api'
import { formatQuantity } from '@/kit'

/** The first refused rows: row number as the spreadsheet shows it, what is wrong, what stands there. */
export function FaultyRows({ id }: { id: string }) {
  const { t } = useTranslation()
  const errors = useQuery({ queryKey: ['import-errors', id], queryFn: () => importsApi.errors(id), staleTime: 0 })
  if (!errors.data || errors.data.items.length === 0) return null
  const { items, count } = errors.data
  return (
    <div className="hk-import-rows" tabIndex={0} role="region" aria-label={t('integrations.problem')}>
      <table className="hk-plain-table">
        <thead><tr><th className="hk-num">{t('integrations.rowNumber')}</th><th>{t('integrations.problem')}</th><th>{t('integrations.cells')}</th></tr></thead>
        <tbody>
          {items.map((row) => (
            <tr key={row.number}>
              <td className="hk-num">{row.number}</td>
              <td className="hk-negative hk-import-why">{row.message}</td>
              <td className="hk-muted">{Object.values(row.values).slice(0, 5).join(' · ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {count > items.length ? <p className="hk-faint">{t('integrations.moreErrors', { shown: items.length, count: formatQuantity(count) })}</p> : null}
    </div>
  )
}
