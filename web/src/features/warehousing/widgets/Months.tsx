import { useTranslation } from 'react-i18next'
import { formatQuantity, toPlot } from '@/kit'
import type { ItemCard } from '@/api/stock'

const HEIGHT = 32

/** Twelve months of a single item: in above the line, out below it, one scale. */
export function Months({ months }: { months: ItemCard['months'] }) {
  const { t } = useTranslation()
  const most = Math.max(1, ...months.flatMap((one) => [toPlot(one.in_quantity), toPlot(one.out_quantity)]))
  const size = (quantity: string) => (toPlot(quantity) === 0 ? 0 : Math.max(1, (toPlot(quantity) / most) * HEIGHT))
  const words = (one: ItemCard['months'][number]) =>
    t('warehousing.months.one', { month: one.month, taken: formatQuantity(one.in_quantity), given: formatQuantity(one.out_quantity) })
  return (
    <section className="hk-panel hk-stock-part">
      <h2>{t('warehousing.months')}</h2>
      <svg className="hk-months" viewBox={`0 0 ${months.length * 20} ${HEIGHT * 2 + 14}`} preserveAspectRatio="none" role="img" aria-label={months.map(words).join('; ')}>
        {months.map((one, index) => (
          <g key={one.month}>
            <title>{words(one)}</title>
            <rect x={index * 20} y={0} width={20} height={HEIGHT * 2} fill="transparent" />
            <rect x={index * 20 + 3} y={HEIGHT - size(one.in_quantity)} width={14} height={size(one.in_quantity)} className="hk-months-in" />
            <rect x={index * 20 + 3} y={HEIGHT + 1} width={14} height={size(one.out_quantity)} className="hk-months-out" />
          </g>
        ))}
        <line x1={0} x2={months.length * 20} y1={HEIGHT + 0.5} y2={HEIGHT + 0.5} className="hk-months-zero" />
      </svg>
      <p className="hk-row hk-faint" style={{ justifyContent: 'space-between', margin: 0 }}>
        <span>{months[0]?.month}</span>
        <span><i className="hk-months-key hk-months-key-in" /> {t('warehousing.in')} <i className="hk-months-key hk-months-key-out" /> {t('warehousing.out')}</span>
        <span>{months[months.length - 1]?.month}</span>
      </p>
    </section>
  )
}
