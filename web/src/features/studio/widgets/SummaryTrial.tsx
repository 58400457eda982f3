import { useQuery } from '@tanstack/react-query'
import { Tag } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf, summariesApi } from '@/api'
import type { SummaryDeclaration } from '@/api/summaries'
import { Skeleton } from '@/kit'
import { declarationOf, isTriable } from '../summary'

const WAIT = 500

/** The rows a declaration would have now, counted anew shortly after the last change; where its guard says no comes first. */
export function SummaryTrial({ draft }: { draft: SummaryDeclaration }) {
  const { t } = useTranslation()
  const [settled, setSettled] = useState(draft)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(draft), WAIT)
    return () => clearTimeout(timer)
  }, [draft])
  const asked = declarationOf({ ...settled, message: settled.message || '…' })
  const trial = useQuery({ queryKey: ['summary-trial', asked], queryFn: () => summariesApi.trial(asked), enabled: isTriable(asked), retry: false, placeholderData: (before) => before })
  return (
    <section className="hk-panel hk-studio-trial" aria-label={t('studio.summary.trial')}>
      <h2>{t('studio.summary.trial')}</h2>
      {!isTriable(asked) ? <p className="hk-muted">{t('studio.summary.trial.empty')}</p> : trial.isPending ? <Skeleton rows={6} /> : trial.isError ? <p role="alert" className="hk-negative">{messageOf(trial.error)}</p> : (
        <>
          <p className="hk-muted">{t('studio.summary.trial.count', { shown: trial.data.rows.length, count: trial.data.count })} {trial.data.broken > 0 ? <Tag color="red">{t('studio.summary.trial.broken', { count: trial.data.broken })}</Tag> : null}</p>
          <div className="hk-studio-scroll">
            <table className="hk-plain-table">
              <thead><tr>{trial.data.columns.map((label, at) => <th key={at} className={at >= asked.groups.length ? 'hk-num' : ''}>{label}</th>)}</tr></thead>
              <tbody>
                {trial.data.rows.map((row, at) => (
                  <tr key={at} className={row.holds === false ? 'hk-negative' : ''}>
                    {row.groups.map((value, other) => <td key={other}>{value || t('studio.empty')}</td>)}
                    {row.figures.map((value, other) => <td key={`f${other}`} className="hk-num">{value ?? '—'}</td>)}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  )
}
