import { isNegative } from './decimal'
import { formatAmount, formatPrice, formatQuantity } from './format'

interface NumberProps {
  value: unknown
}

/** An amount to two places; red letters are red and carry a minus. */
export function Money({ value }: NumberProps) {
  return <span className={isNegative(value) ? 'hk-num hk-negative' : 'hk-num'}>{formatAmount(value)}</span>
}

export function Price({ value }: NumberProps) {
  return <span className={isNegative(value) ? 'hk-num hk-negative' : 'hk-num'}>{formatPrice(value)}</span>
}

/** A quantity without trailing zeros, its unit in grey. */
export function Qty({ value, unit }: NumberProps & { unit?: string | undefined }) {
  return (
    <span className={isNegative(value) ? 'hk-num hk-negative' : 'hk-num'}>
      {formatQuantity(value)}
      {unit ? <span className="hk-faint"> {unit}</span> : null}
    </span>
  )
}

/** Quantities of several units: 12 箱 · 340 kg. */
export function Quantities({ value }: { value: readonly { quantity: unknown; unit?: { name?: string } | null }[] }) {
  return value.map((one, index) => (
    <span key={index}>{index > 0 ? <span className="hk-faint"> · </span> : null}<Qty value={one.quantity} unit={one.unit?.name} /></span>
  ))
}
