import { Drawer } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Dataset, StudioClause } from '@/api/studio'
import { Skeleton } from '@/kit'
import { clausesFor, listAddress } from '../board'
import type { Narrowing, Widget } from '../board'
import { narrowed, useAnswer } from '../useStudio'
import { RowsWidget } from './RowsWidget'

interface DrillDrawerProps { widget: Widget | null; dataset: Dataset | undefined; narrowings: Narrowing[]; onClose: () => void }

/** The rows behind a widget's figures, and the list that shows the same. */
export function DrillDrawer({ widget, dataset, narrowings, onClose }: DrillDrawerProps) {
  const { t } = useTranslation()
  return (
    <Drawer open={widget !== null} onClose={onClose} size={760} title={widget ? `${t('studio.drill')} · ${widget.title || dataset?.label || ''}` : ''} destroyOnHidden>
      {widget?.question ? <Rows widget={widget} dataset={dataset} narrowings={narrowings} /> : null}
    </Drawer>
  )
}

function Rows({ widget, dataset, narrowings }: { widget: Widget; dataset: Dataset | undefined; narrowings: Narrowing[] }) {
  const { t } = useTranslation()
  // What was clicked in the widget itself narrows its rows too.
  const own = narrowings.filter((one) => one.widget === widget.id)
  const question = useMemo(() => (widget.question ? { ...narrowed(widget.question, dataset, narrowings, widget.id), dimensions: [], measures: [{ agg: 'count' as const }] } : null), [widget, dataset, narrowings])
  const answer = useAnswer(question, false)
  if (!question || !answer.data) return <Skeleton rows={6} />
  const filters: StudioClause[] = [...answer.data.filters, ...clausesFor(dataset, own, '')]
  const fields = [...new Set([...plainFields(dataset), ...(widget.question?.dimensions.map((one) => one.field) ?? []), ...(widget.question?.measures.flatMap((one) => (one.field ? [one.field] : [])) ?? [])])]
  const address = listAddress(dataset, filters as Parameters<typeof listAddress>[1])
  return (
    <div className="hk-studio-drill">
      {address ? <p><Link to={address}>{t('studio.openList')}</Link></p> : null}
      <RowsWidget label={widget.title} question={{ dataset: question.dataset, fields, filters, limit: 100 }} />
    </div>
  )
}

const WANTED = ['number', 'code', 'name', 'business_date', 'partner', 'warehouse', 'state', 'item', 'lot']
const plainFields = (dataset: Dataset | undefined): string[] => WANTED.filter((name) => dataset?.fields.some((field) => field.name === name)).slice(0, 6)
