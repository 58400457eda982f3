import { FormulaField } from '@/resource/formula/FormulaField'

interface ConditionProps {
  type: string
  label: string
  value: string
  disabled: boolean
  onChange: (formula: string) => void
}

/** A condition in the formula language, read while it is typed and tried on one of the last documents. */
export function Condition({ type, label, value, disabled, onChange }: ConditionProps) {
  return (
    <div className="hk-flow-field">
      <span className="hk-flow-label">{label}</span>
      <FormulaField type={type} gives="bool" label={label} value={value} disabled={disabled} onChange={onChange} />
    </div>
  )
}
