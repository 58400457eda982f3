import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { resourcesApi, systemApi } from '@/api'
import type { Reference, ReportAnswer, Values } from '@/api'
import { ErrorState, Qty, Skeleton, formatDate, referenceText } from '@/kit'
import type { RecordPanelProps } from '@/kit'
import { LotAttributes } from './LotAttributes'
import { LotUnits } from './LotUnits'
import './lots.css'

const TIE = ['received', 'customers', 'on_hand', 'in_transit', 'elsewhere', 'converted', 'destroyed', 'lost'] as const

/** A lot or serial number: its attributes, units and packages, what became of it in figures, from whom and to whom it went. */
export function LotPanel({ record }: RecordPanelProps) {
  const { t } = useTranslation()
  const item = (record['item'] as Reference | null)?.id ?? ''
  const lot = String(record['number'] ?? '')
  const ask = (name: string) => ({ queryKey: ['report', name, item, lot], queryFn: () => systemApi.report(name, { item, lot, limit: 500 }) })
  const tie = useQuery(ask('lot_tie'))
  const trace = useQuery(ask('lot_trace'))
  const goods = useQuery({ queryKey: ['record', 'items', item], queryFn: () => resourcesApi.read('items', item), enabled: item !== '', staleTime: 60_000 })
  if (tie.isPending || trace.isPending) return <Skeleton rows={4} />
  if (tie.isError || trace.isError) return <ErrorState error={tie.error ?? trace.error} onRetry={() => { void tie.refetch(); void trace.refetch() }} />
  const labels = labelsOf(tie.data)
  return (
    <section className="hk-lot-panel">
      {goods.isPending ? null : <LotAttributes key={record.rev} record={record} item={goods.data} />}
      <LotUnits record={record} item={goods.data} />
      <h2>{t('masterdata.lot.balance')}</h2>
      <dl className="hk-lot-tie">
        {TIE.map((name) => (
          <div key={name}><dt>{labels[name]}</dt><dd><Qty value={tie.data.totals?.[name] ?? '0'} /></dd></div>
        ))}
      </dl>
      <h2>{t('masterdata.lot.trace')}</h2>
      {trace.data.rows.length === 0 ? <p className="hk-muted">{t('masterdata.lot.none')}</p> : <Trace answer={trace.data} />}
    </section>
  )
}

const labelsOf = (answer: ReportAnswer): Record<string, string> => Object.fromEntries(answer.columns.map((column) => [column.name, column.label]))

function Trace({ answer }: { answer: ReportAnswer }) {
  const steps = Object.fromEntries((answer.columns.find((column) => column.name === 'trace')?.choices ?? []).map((choice) => [choice.value, choice.label]))
  return (
    <ul className="hk-lot-trace">
      {answer.rows.map((row, index) => <TraceLine key={index} row={row} step={steps[String(row['trace'])] ?? ''} />)}
    </ul>
  )
}

function TraceLine({ row, step }: { row: Values; step: string }) {
  const who = (row['supplier'] ?? row['partner']) as Reference | null | undefined
  const path = (row['_drill'] as { path?: string } | undefined)?.path
  const lots = [row['from_lot'], row['lot']].filter(Boolean).join(' → ')
  return (
    <li>
      <span className="hk-faint">{step}</span>
      <span>{lots}</span>
      {path ? <Link to={path}>{String(row['type_label'] ?? '')} {String(row['number'] ?? '')}</Link> : null}
      {row['business_date'] ? <span>{formatDate(row['business_date'])}</span> : null}
      {who ? <span>{referenceText(who)}</span> : null}
      <span className="hk-grow" />
      {row['quantity'] !== null && row['quantity'] !== undefined ? <Qty value={row['quantity']} /> : null}
    </li>
  )
}
