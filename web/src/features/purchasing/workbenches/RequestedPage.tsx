import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { purchasingApi } from '@/api'
import type { Reference } from '@/api'
import { EmptyState, ErrorState, Notice, Page, Qty, Skeleton, formatDate, referenceText, useErrorText } from '@/kit'
import { ReferencePicker } from '@/resource/fields/ReferencePicker'
import { documentPath } from '@/resource/meta'
import { MadeOrders } from '../widgets/MadeOrders'

interface Choice {
  chosen: boolean
  supplier: Reference | null
  quantity: string
}

/** What was asked for and nobody ordered: choose suppliers, get one order for each. */
export function RequestedPage() {
  const { t } = useTranslation()
  const say = useErrorText()
  const [choices, setChoices] = useState<Record<string, Choice>>({})
  const [made, setMade] = useState<purchasingApi.MadeOrder[]>([])
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const lines = useQuery({ queryKey: ['requested'], queryFn: () => purchasingApi.requested('') })
  if (lines.isPending) return <Skeleton rows={8} />
  if (lines.isError) return <ErrorState error={lines.error} onRetry={() => void lines.refetch()} />

  const choiceOf = (line: purchasingApi.RequestedLine): Choice =>
    choices[line.line_id] ?? { chosen: false, supplier: line.supplier, quantity: line.remaining }
  const change = (line: purchasingApi.RequestedLine, values: Partial<Choice>) =>
    setChoices((known) => ({ ...known, [line.line_id]: { ...choiceOf(line), ...values } }))
  const chosen = lines.data.filter((line) => choiceOf(line).chosen)
  const nameless = chosen.filter((line) => choiceOf(line).supplier === null)

  const order = async () => {
    setBusy(true)
    setError(null)
    try {
      const wanted = chosen.map((line) => ({ line: line.line_id, supplier: choiceOf(line).supplier?.id ?? '', quantity: choiceOf(line).quantity }))
      setMade(await purchasingApi.order(wanted))
      setChoices({})
      await lines.refetch()
    } catch (problem) {
      setError(say(problem))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Page title={t('purchasing.requested')} actions={
      <Button type="primary" disabled={chosen.length === 0 || nameless.length > 0} loading={busy} onClick={() => void order()}>
        {t('purchasing.requested.order', { count: chosen.length })}
      </Button>
    }>
      <p className="hk-muted" style={{ margin: 0 }}>{t('purchasing.requested.text')}</p>
      <MadeOrders orders={made} />
      <Notice messages={[...(error ? [error] : []), ...(nameless.length > 0 ? [t('purchasing.requested.supplierMissing', { count: nameless.length })] : [])]} />
      {lines.data.length === 0 ? <EmptyState title={t('purchasing.requested.none')} text={t('purchasing.requested.none.text')} /> : (
        <div className="hk-panel hk-scroll-x" tabIndex={0} role="region" aria-label={t('purchasing.requested')}>
          <table className="hk-plain-table">
            <thead>
              <tr>
                <th><span className="hk-sr">{t('purchasing.requested.choose')}</span></th>
                <th>{t('purchasing.item')}</th>
                <th>{t('purchasing.requested.from')}</th>
                <th>{t('purchasing.requested.needed')}</th>
                <th className="hk-num">{t('purchasing.remaining')}</th>
                <th className="hk-num">{t('purchasing.requested.quantity')}</th>
                <th style={{ minWidth: 180 }}>{t('purchasing.supplier')}</th>
              </tr>
            </thead>
            <tbody>
              {lines.data.map((line) => {
                const choice = choiceOf(line)
                const name = referenceText(line.item)
                return (
                  <tr key={line.line_id}>
                    <td><Checkbox aria-label={name} checked={choice.chosen} onChange={(event) => change(line, { chosen: event.target.checked })} /></td>
                    <td>{name}</td>
                    <td><Link to={documentPath('purchase_requisition', line.document.id)}>{line.document.number}</Link>{line.department ? ` · ${line.department}` : ''}</td>
                    <td>{formatDate(line.needed_date)}</td>
                    <td className="hk-num"><Qty value={line.remaining} unit={line.unit.name} /></td>
                    <td className="hk-num">
                      <Input size="small" style={{ width: 100, textAlign: 'right' }} inputMode="decimal" aria-label={`${t('purchasing.requested.quantity')} ${name}`}
                        value={choice.quantity} onChange={(event) => change(line, { quantity: event.target.value, chosen: true })} />
                    </td>
                    <td>
                      <ReferencePicker resource="partners" label={`${t('purchasing.supplier')} ${name}`} value={choice.supplier} extra={{ is_supplier: 'true' }}
                        onChange={(value) => change(line, { supplier: Array.isArray(value) ? (value[0] ?? null) : value, chosen: true })} />
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      )}
    </Page>
  )
}
