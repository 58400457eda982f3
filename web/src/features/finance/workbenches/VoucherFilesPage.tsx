import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Select } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { financeApi, itemsOf, resourcesApi } from '@/api'
import { ErrorState, Money, Notice, Page, Skeleton, formatTime, useErrorText } from '@/kit'
import { can, useMeta } from '@/resource/meta'
import { SumUp } from '../widgets/SumUp'

const BUILT_IN: { code: string; text: string }[] = [
  { code: 'kingdee_kis', text: 'finance.files.kingdee_kis' },
  { code: 'kingdee_cloud', text: 'finance.files.kingdee_cloud' },
  { code: 'yonyou_u8', text: 'finance.files.yonyou_u8' },
  { code: 'yonyou_tplus', text: 'finance.files.yonyou_tplus' },
]

/** A month's vouchers reviewed at once and written out for other systems; what was written out stays here. */
export function VoucherFilesPage() {
  const { t } = useTranslation()
  const meta = useMeta()
  const say = useErrorText()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const book = meta.book.id
  const [month, setMonth] = useState<string | null>(null)
  const [layout, setLayout] = useState('kingdee_kis')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const months = useQuery({ queryKey: ['periods', book], queryFn: () => financeApi.months(book) })
  const files = useQuery({ queryKey: ['voucher-exports', book], queryFn: () => financeApi.batches(book) })
  const own = useQuery({ queryKey: ['list', 'voucher-layouts', 'all'], queryFn: ({ signal }) => resourcesApi.list('voucher-layouts', { limit: 100 }, signal), enabled: can(meta, 'voucher-layouts', 'view') })
  if (months.isError || files.isError) return <Page title={t('finance.files')}><ErrorState error={months.error ?? files.error} onRetry={() => { void months.refetch(); void files.refetch() }} /></Page>
  if (months.isPending || files.isPending) return <Page title={t('finance.files')}><Skeleton rows={6} /></Page>
  const chosen = month ?? months.data[0]?.month ?? ''
  const mine = itemsOf(own.data ?? []).map((one) => ({ value: String(one['code']), label: String(one['name']) }))
  const layouts = [...BUILT_IN.filter(({ code }) => !mine.some((one) => one.value === code)).map(({ code, text }) => ({ value: code, label: t(text) })), ...mine]
  const run = async (act: () => Promise<string>) => {
    setBusy(true)
    setError(null)
    try {
      void message.success(await act())
      await queries.invalidateQueries()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const review = () => run(async () => t('finance.files.reviewed', { count: (await financeApi.reviewMonth(book, chosen)).reviewed }))
  const write = () => run(async () => t('finance.files.written', { count: (await financeApi.exportMonth(book, chosen, layout)).count }))
  return (
    <Page title={t('finance.files')} actions={<Link to={`/records/vouchers?filter=${encodeURIComponent(JSON.stringify([['month', 'eq', chosen]]))}`}>{t('finance.files.vouchers')}</Link>}>
      {error ? <Notice messages={[say(error)]} /> : <Notice tone="plain" messages={[t('finance.files.text')]} />}
      <div className="hk-row" style={{ flexWrap: 'wrap' }}>
        <Select value={chosen} aria-label={t('finance.close.month')} style={{ minWidth: 120 }} onChange={setMonth} options={months.data.map((one) => ({ value: one.month, label: one.month.slice(0, 7) }))} />
        {can(meta, 'vouchers', 'create') && chosen ? <SumUp book={book} until={dayjs(chosen).endOf('month').format('YYYY-MM-DD')} /> : null}
        {can(meta, 'vouchers', 'review') ? <Button loading={busy} onClick={() => void review()}>{t('finance.files.review')}</Button> : null}
        <Select value={layout} aria-label={t('finance.files.layout')} style={{ minWidth: 220 }} onChange={setLayout} options={layouts} />
        {can(meta, 'vouchers', 'export') ? <Button type="primary" loading={busy} onClick={() => void write()}>{t('finance.files.write')}</Button> : null}
      </div>
      {files.data.length === 0 ? <p className="hk-muted">{t('finance.files.none')}</p> : (
        <div className="hk-scroll-x" tabIndex={0} role="region" aria-label={t('finance.files')}>
          <table className="hk-plain-table">
            <thead><tr><th>{t('finance.close.month')}</th><th>{t('finance.files.layout')}</th><th className="hk-num">{t('finance.files.count')}</th><th className="hk-num">{t('finance.files.debit')}</th><th className="hk-num">{t('finance.files.credit')}</th><th>{t('finance.files.at')}</th><th /></tr></thead>
            <tbody>
              {files.data.map((one) => (
                <tr key={one.id}><td>{one.month.slice(0, 7)}{one.again ? ` ${t('finance.files.again')}` : ''}</td><td>{layouts.find((known) => known.value === one.layout)?.label ?? one.layout}</td><td className="hk-num">{one.count}</td><td className="hk-num"><Money value={one.debit} /></td><td className="hk-num"><Money value={one.credit} /></td><td>{formatTime(one.made_at)}</td><td><a href={one.file} download>{t('finance.files.get')}</a></td></tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Page>
  )
}
