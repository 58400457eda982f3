import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { stockApi } from '@/api'
import { ErrorState, Skeleton, formatAmount, formatPrice, formatQuantity, groupDigits } from '@/kit'
import { COLUMNS, FORMULAS, NAMES } from './words'
import type { Figure as Name } from './words'

const MOST = 200

/** "1888.48 ÷ 986" with the digits grouped as everywhere. */
const grouped = (values: string): string => values.replace(/\d+(?:\.\d+)?/g, (number) => groupDigits(number))

function Figure({ name, value }: { name: string; value: unknown }) {
  if (value === null || value === undefined || value === '') return null
  if (name === 'amount') return formatAmount(value)
  if (name === 'unit_cost') return formatPrice(value)
  return name === 'balance' || name === 'values' ? grouped(String(value)) : ['business_date', 'warehouse'].includes(name) ? String(value) : formatQuantity(value)
}

/** The formula in words, the same with values, and the rows it stands on, newest first. */
export function Explanation({ query }: { query: { figure: Name; item: string | undefined; warehouse: string | undefined; line: string | undefined } }) {
  const { t } = useTranslation()
  const answer = useQuery({ queryKey: ['stock', 'explain', query], queryFn: () => stockApi.explain(query), retry: false })
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
  if (answer.isPending) return <Skeleton rows={6} />
  const { values, result, rows } = answer.data
  const shown = COLUMNS.filter(({ name }) => rows.some((row) => row[name] !== undefined && row[name] !== ''))
  const newest = rows.every((row) => 'business_date' in row) ? [...rows].sort((a, b) => String(b['business_date']).localeCompare(String(a['business_date']))) : rows
  return (
    <div className="hk-explained">
      <p className="hk-muted">{t(NAMES[query.figure].text)} = {t(FORMULAS[query.figure].text)}</p>
      <p className="hk-explained-values">{grouped(values)} = <strong>{grouped(result)}</strong></p>
      <h3>{t('explain.rows')}</h3>
      {rows.length === 0 ? <p className="hk-muted">{t('explain.rows.none')}</p> : (
        <div className="hk-scroll-x" tabIndex={0} role="region" aria-label={t('explain.rows')}>
          <table className="hk-plain-table">
            <thead>
              <tr>
                <th>{t('explain.document')}</th>
                {shown.map(({ name, text, words }) => <th key={name} className={words ? '' : 'hk-num'}>{t(text)}</th>)}
                <th>{t('explain.person')}</th>
              </tr>
            </thead>
            <tbody>
              {newest.map((row, index) => (
                <tr key={index}>
                  <td>{row.document && row.path ? <Link to={row.path}>{row.document.label} {row.document.number}</Link> : row.document?.number}</td>
                  {shown.map(({ name, words }) => <td key={name} className={words ? '' : 'hk-num'}><Figure name={name} value={row[name]} /></td>)}
                  <td className="hk-faint">{row.person}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows.length >= MOST ? <p className="hk-faint">{t('explain.more', { count: MOST })}</p> : null}
    </div>
  )
}
