import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Opening } from '@/api/finance'
import { Money, isZero } from '@/kit'

interface OpeningSidesProps {
  opening: Opening
  onCarry?: (() => void) | undefined
  busy: boolean
}

/** Papers of partners against the opening balances of their accounts, and the trial balance of the first day. */
export function OpeningSides({ opening, onCarry, busy }: OpeningSidesProps) {
  const { t } = useTranslation()
  const differs = opening.sides.some((one) => !isZero(one.difference))
  return (
    <section className="hk-panel" style={{ padding: 14 }} aria-label={t('finance.opening.sides')}>
      <div className="hk-row" style={{ justifyContent: 'space-between' }}>
        <h2 className="hk-section">{t('finance.opening.sides')}</h2>
        {onCarry && differs ? <Button onClick={onCarry} loading={busy}>{t('finance.opening.carry')}</Button> : null}
      </div>
      <div className="hk-scroll-x" tabIndex={0} role="region" aria-label={t('finance.opening.sides')}>
        <table className="hk-plain-table">
          <thead>
            <tr>
              <th>{t('finance.opening.side')}</th>
              {[t('finance.opening.detail'), t('finance.opening.ledger'), t('finance.tie.difference')].map((word) => <th key={word} className="hk-num">{word}</th>)}
            </tr>
          </thead>
          <tbody>
            {opening.sides.map((one) => (
              <tr key={one.key}>
                <td>{one.label}</td>
                <td className="hk-num"><Money value={one.detail} /></td>
                <td className="hk-num"><Money value={one.ledger} /></td>
                <td className="hk-num"><strong className={isZero(one.difference) ? 'hk-green' : 'hk-negative'}><Money value={one.difference} /></strong></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p style={{ margin: '10px 0 0' }}>{t('finance.opening.debit')} <Money value={opening.debit} /> · {t('finance.opening.credit')} <Money value={opening.credit} /></p>
    </section>
  )
}
