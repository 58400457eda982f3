import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { systemApi } from '@/api'
import { ErrorState, Page, Skeleton, formatTime, referenceText, useErrorText } from '@/kit'
import { useMeta } from '@/resource/meta'
import { Periods } from '../widgets/Periods'

/** The books' light in full: what was checked, when, and the rows that disagree. */
export function BooksPage() {
  const { t } = useTranslation()
  const say = useErrorText()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const meta = useMeta()
  const [busy, setBusy] = useState(false)
  const light = useQuery({ queryKey: ['books', 'light'], queryFn: systemApi.light, refetchInterval: 5_000 })
  const words: Record<string, string> = { green: t('settings.books.green'), amber: t('settings.books.amber'), red: t('settings.books.red') }

  const check = async () => {
    setBusy(true)
    try {
      await systemApi.checkBooks()
      await queries.invalidateQueries({ queryKey: ['books'] })
    } catch (error) {
      void message.error(say(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Page title={t('settings.books')} actions={<Button type="primary" loading={busy || light.data?.running === true} onClick={() => void check()}>{t('settings.books.check')}</Button>}>
      {light.isPending ? <Skeleton /> : light.isError ? <ErrorState error={light.error} onRetry={() => void light.refetch()} /> : (
        <>
          <div className="hk-panel" style={{ padding: 20 }}>
            <span className={`hk-state hk-state-${light.data.status}`} style={{ fontSize: 20 }}><span>{words[light.data.status]}</span></span>
            <p className="hk-muted" style={{ margin: '8px 0 0' }}>
              {light.data.checked_at ? t('settings.books.checked', { at: formatTime(light.data.checked_at) }) : t('settings.books.never')}
              {light.data.running ? ` · ${t('settings.books.running')}` : ''}
            </p>
          </div>
          {light.data.failures.map((failure) => {
            const names = [...new Set(failure.rows.flatMap((row) => Object.keys(row)))]
            return (
              <section key={failure.id} className="hk-panel" style={{ padding: 16 }}>
                <h2 style={{ fontSize: 14, margin: '0 0 8px' }}><span className="hk-negative">{failure.id}</span> {failure.title}</h2>
                <div className="hk-scroll-x">
                  <table className="hk-plain-table">
                    <thead><tr>{names.map((name) => <th key={name}>{name}</th>)}</tr></thead>
                    <tbody>{failure.rows.slice(0, 100).map((row, index) => <tr key={index}>{names.map((name) => <td key={name}>{referenceText(row[name])}</td>)}</tr>)}</tbody>
                  </table>
                </div>
              </section>
            )
          })}
          {meta.book.id ? <Periods book={meta.book.id} /> : null}
          {light.data.failures.length === 0 && light.data.status === 'green' ? <p className="hk-muted">{t('settings.books.fine')}</p> : null}
        </>
      )}
    </Page>
  )
}
