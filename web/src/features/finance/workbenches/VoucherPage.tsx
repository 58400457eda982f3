import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useParams } from 'react-router'
import { financeApi, resourcesApi } from '@/api'
import type { RecordRow } from '@/api'
import { ErrorState, Notice, Page, Skeleton, StateTag, formatDate, referenceText, useErrorText } from '@/kit'
import { RecordPage } from '@/resource/RecordPage'
import { useReason } from '@/resource/documents/useReason'
import { FieldValue } from '@/resource/fields/FieldValue'
import { can, documentPath, recordPath, useMeta, useResource } from '@/resource/meta'
import { VoucherLines } from '../widgets/VoucherLines'
import '../finance.css'

interface SourceRow {
  id: string
  type: string
  label: string
  number: string
}

/** A voucher as it would be printed: head, lines with both sums, the documents it states, who made and reviewed it. */
export function VoucherPage() {
  const { id = 'new' } = useParams()
  const record = useQuery({ queryKey: ['record', 'vouchers', id], queryFn: () => resourcesApi.read('vouchers', id), enabled: id !== 'new' })
  // A manual voucher is typed in the generated form.
  if (id === 'new') return <RecordPage resource="vouchers" />
  if (record.isPending) return <Skeleton rows={10} />
  if (record.isError) return <ErrorState error={record.error} onRetry={() => void record.refetch()} />
  return <Voucher voucher={record.data} />
}

function Voucher({ voucher }: { voucher: RecordRow }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const meta = useMeta()
  const spec = useResource('vouchers')
  const queries = useQueryClient()
  const navigate = useNavigate()
  const ask = useReason()
  const { message } = App.useApp()
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const number = String(voucher['label'] ?? voucher['number'] ?? '')
  const documents = (Array.isArray(voucher['documents']) ? voucher['documents'] : []) as SourceRow[]
  const reviewed = voucher['reviewer'] !== null && voucher['reviewer'] !== undefined

  const run = async (act: () => Promise<RecordRow>, done: (saved: RecordRow) => void) => {
    setBusy(true)
    setError(null)
    try {
      const saved = await act()
      await queries.invalidateQueries({ queryKey: ['record', 'vouchers'] })
      void queries.invalidateQueries({ queryKey: ['list', 'vouchers'] })
      done(saved)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const reverse = async () => {
    const reason = await ask({ title: t('finance.voucher.reverse.title', { number }), text: t('finance.voucher.reverse.text'), needsReason: true, danger: true })
    if (reason === null) return
    await run(() => financeApi.reverse(voucher.id, reason), (red) => {
      void message.success(t('finance.voucher.reversed', { number: String(red['label'] ?? '') }))
      void navigate(recordPath('vouchers', red.id))
    })
  }

  const facts = (spec?.fields ?? []).filter((field) => ['date', 'kind', 'template', 'attachments', 'maker', 'reviewer', 'made_at', 'book'].includes(field.name))
  const title = `${spec?.label ?? ''} ${number}`
  const actions = (
    <>
      {!reviewed && can(meta, 'vouchers', 'review') ? <Button loading={busy} onClick={() => void run(() => financeApi.review(voucher.id), () => void message.success(t('finance.voucher.reviewed')))}>{t('finance.voucher.review')}</Button> : null}
      {reviewed && can(meta, 'vouchers', 'review') ? <Button loading={busy} onClick={() => void run(() => financeApi.unreview(voucher.id), () => void message.success(t('finance.voucher.unreviewed')))}>{t('finance.voucher.unreview')}</Button> : null}
      {can(meta, 'vouchers', 'reverse') ? <Button danger disabled={documents.length > 0 || busy} title={documents.length > 0 ? t('finance.voucher.reverse.auto') : ''} onClick={() => void reverse()}>{t('finance.voucher.reverse')}</Button> : null}
    </>
  )
  return (
    <Page title={title} actions={actions} mark={<StateTag value={reviewed ? 'posted' : 'draft'} label={reviewed ? t('finance.voucher.reviewed') : t('finance.voucher.unreviewed')} />}>
      {error ? <Notice messages={[say(error)]} /> : null}
      <div className="hk-panel" style={{ padding: 14 }}>
        <p style={{ margin: '0 0 8px' }}>{formatDate(voucher['date'])} {String(voucher['summary'] ?? '')}</p>
        <dl className="hk-facts">
          {facts.map((field) => <div key={field.name}><dt>{field.label}</dt><dd><FieldValue field={field} value={voucher[field.name]} /></dd></div>)}
        </dl>
      </div>
      <VoucherLines voucher={voucher} />
      {documents.length > 0 ? (
        <section className="hk-panel" style={{ padding: 14 }} aria-label={t('finance.voucher.documents')}>
          <h2 className="hk-section">{t('finance.voucher.documents')}</h2>
          <div className="hk-row" style={{ columnGap: 20 }}>
            {documents.map((one) => <Link key={one.id} to={documentPath(one.type, one.id)}>{one.label} {referenceText(one.number)}</Link>)}
          </div>
        </section>
      ) : null}
    </Page>
  )
}
