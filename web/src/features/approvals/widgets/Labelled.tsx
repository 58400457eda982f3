import { useId } from 'react'
import type { ReactNode } from 'react'

/** A field of the drawer: its label above it. */
export function Labelled({ label, help, children }: { label: string; help?: string; children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div className="hk-flow-field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {help ? <span className="hk-faint" style={{ fontSize: 12 }}>{help}</span> : null}
    </div>
  )
}
