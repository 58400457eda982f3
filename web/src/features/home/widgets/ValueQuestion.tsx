import { useTranslation } from 'react-i18next'
import { Money, compareDecimals, formatAmount, isNegative, subtractDecimals, toPlot } from '@/kit'
import type { Dashboard } from '../dashboard'
import { Question } from './Question'

/** What the stock is worth, against a month ago, and where it lies. */
export function ValueQuestion({ value, currency }: { value: NonNullable<Dashboard['value']>; currency: string }) {
  const { t } = useTranslation()
  const difference = value.previous === null ? null : subtractDecimals(value.amount, value.previous)
  const top = [...value.byCategory].sort((a, b) => compareDecimals(b.amount, a.amount)).slice(0, 5)
  const most = toPlot(top[0]?.amount) || 1
  return (
    <Question title={t('home.value')}>
      <p className="hk-home-number"><span className="hk-faint">{currency}</span> {formatAmount(value.amount)}</p>
      {difference !== null ? (
        <p className="hk-muted">
          {t('home.value.change')} <span className={isNegative(difference) ? 'hk-num' : 'hk-num'}>{isNegative(difference) ? '' : '+'}{formatAmount(difference)}</span>
        </p>
      ) : null}
      <ul className="hk-home-bars">
        {top.map((row) => (
          <li key={row.name}>
            <span className="hk-ellipsis">{row.name}</span>
            <i style={{ width: `${Math.max(1, (toPlot(row.amount) / most) * 100)}%` }} aria-hidden />
            <Money value={row.amount} />
          </li>
        ))}
      </ul>
    </Question>
  )
}
