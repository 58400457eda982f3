import type { ReactNode } from 'react'

interface LineProps {
  label: string
  id: string
  problem?: string | undefined
  /** Why it cannot be changed, or what it means. */
  note?: string | undefined
  children: ReactNode
}

/** A name above its input, with what stands against it below. */
export function DesignLine({ label, id, problem, note, children }: LineProps) {
  return (
    <div className="hk-design-line">
      <label htmlFor={id}>{label}</label>
      {children}
      {problem ? <span className="hk-negative" role="alert">{problem}</span> : null}
      {note ? <span className="hk-faint">{note}</span> : null}
    </div>
  )
}
