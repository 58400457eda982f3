import { useTranslation } from 'react-i18next'
import { Facts, useWord } from './Facts'
import { entriesOf, isPlain } from '../story'
import type { Plain, Voucher } from '../story'

function Vouchers({ vouchers, accounts, label }: { vouchers: Voucher[]; accounts: Record<string, string>; label: string }) {
  const { t } = useTranslation()
  const nameOf = (key: string) => {
    const [account = key, aux] = key.split('@')
    return `${accounts[account] ?? account}${aux ? ` · ${aux}` : ''}`
  }
  if (vouchers.length === 0) return <p className="hk-story-word">{t('help.none')}</p>
  return (
    <div className="hk-scroll-x" tabIndex={0} role="region" aria-label={label}>
      <table className="hk-plain-table">
        <thead><tr><th>{t('help.date')}</th><th>{t('help.of')}</th><th>{t('help.account')}</th><th className="hk-num">{t('help.debit')}</th><th className="hk-num">{t('help.credit')}</th></tr></thead>
        <tbody>
          {vouchers.flatMap((voucher, at) => entriesOf(voucher).map((entry, line) => (
            <tr key={`${at}-${line}`}>
              <td>{line === 0 ? voucher.date : ''}</td>
              <td>{line === 0 ? voucher.of.join('、') : ''}</td>
              <td>{nameOf(entry.key)}</td>
              <td className={`hk-num ${entry.debit.startsWith('-') ? 'hk-negative' : ''}`}>{entry.debit}</td>
              <td className={`hk-num ${entry.credit.startsWith('-') ? 'hk-negative' : ''}`}>{entry.credit}</td>
            </tr>
          )))}
        </tbody>
      </table>
    </div>
  )
}

/** One kind of check: its name and what must be true. */
function Check({ name, value, accounts }: { name: string; value: unknown; accounts: Record<string, string> }) {
  const word = useWord()
  const label = word(name)
  const named = name === 'accounts' && isPlain(value) ? Object.fromEntries(Object.entries(value).map(([key, amount]) => [accounts[key] ?? key, amount])) : value
  return (
    <section className="hk-story-check">
      <h4>{label}</h4>
      {name === 'vouchers' ? <Vouchers vouchers={value as Voucher[]} accounts={accounts} label={label} />
        : name === 'vouchers_of' && isPlain(value) ? <Vouchers vouchers={Object.values(value).flat() as Voucher[]} accounts={accounts} label={label} />
          : name === 'ledger' ? (value as { pool: Plain; open?: Plain; rows?: Plain[] }[]).map((pool, at) => (
            <div key={at}>
              <Facts value={{ ...pool.pool, ...(pool.open ? { open: pool.open } : {}) }} label={label} />
              {pool.rows ? <Facts value={pool.rows} label={label} /> : null}
            </div>
          )) : <Facts value={named} label={label} />}
    </section>
  )
}

/** Everything that must be true at one moment of a story. */
export function Checks({ checks, accounts }: { checks: Plain; accounts: Record<string, string> }) {
  return <>{Object.entries(checks).map(([name, value]) => <Check key={name} name={name} value={value} accounts={accounts} />)}</>
}
