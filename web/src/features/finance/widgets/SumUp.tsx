import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { financeApi, type RecordRow } from '@/api'
import { EmptyState, ErrorState, Money, Notice, Skeleton, useErrorText } from '@/kit'

interface SumUpProps {
  book: string
  /** The last day whose documents are summed up. */
  until: string
}

interface VoucherLine {
  account: { code: string; name: string }
  debit: string
  credit: string
}

const linesOf = (voucher: RecordRow): VoucherLine[] => (Array.isArray(voucher['lines']) ? (voucher['lines'] as VoucherLine[]) : [])

/** Documents that wait for their day share vouchers: seen first, made then. */
export function SumUp({ book, until }: SumUpProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('finance.sums.open')}</Button>
      {open ? <SumUpDialog book={book} until={until} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

function SumUpDialog({ book, until, onClose }: SumUpProps & { onClose: () => void }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const tried = useQuery({ queryKey: ['voucher-summaries', book, until], queryFn: () => financeApi.trySummaries(book, until), staleTime: 0 })
  const make = async () => {
    setBusy(true)
    try {
      const { count } = await financeApi.sumUp(book, until)
      void message.success(t('finance.sums.made', { count }))
      await queries.invalidateQueries()
      onClose()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const found = tried.data
  return (
    <Modal open title={t('finance.sums.title', { until })} width={760} onCancel={onClose} okText={t('finance.sums.make', { count: found?.count ?? 0 })}
      okButtonProps={{ disabled: !found || found.count === 0, loading: busy }} onOk={() => void make()}>
      {error ? <Notice messages={[say(error)]} /> : null}
      {tried.isError ? <ErrorState error={tried.error} onRetry={() => void tried.refetch()} /> : !found ? <Skeleton rows={4} /> : found.count === 0 ? <EmptyState title={t('finance.sums.none')} text={t('finance.sums.how')} /> : (
        <>
          <p className="hk-muted">{t('finance.sums.text', { documents: found.documents, count: found.count })}</p>
          <div className="hk-scroll-x" tabIndex={0} role="region" aria-label={t('finance.sums.open')} style={{ maxHeight: 420, overflowY: 'auto' }}>
            <table className="hk-plain-table">
              <tbody>{found.vouchers.map((voucher) => <Voucher key={voucher.id} voucher={voucher} />)}</tbody>
            </table>
          </div>
        </>
      )}
    </Modal>
  )
}

function Voucher({ voucher }: { voucher: RecordRow }) {
  return (
    <>
      <tr><th scope="row" colSpan={3} style={{ whiteSpace: 'normal' }}>{String(voucher['date'] ?? '')} · {String(voucher['summary'] ?? '')}</th></tr>
      {linesOf(voucher).map((line, at) => (
        <tr key={at}><td>{line.account.code} {line.account.name}</td><td className="hk-num">{Number(line.debit) !== 0 ? <Money value={line.debit} /> : null}</td>
          <td className="hk-num">{Number(line.credit) !== 0 ? <Money value={line.credit} /> : null}</td></tr>
      ))}
    </>
  )
}
