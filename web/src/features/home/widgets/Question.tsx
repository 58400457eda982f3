import type { ReactNode } from 'react'

export function Question({ title, className, extra, children }: { title: string; className?: string; extra?: ReactNode; children: ReactNode }) {
  return (
    <section className={`hk-panel hk-question ${className ?? ''}`}>
      <header><h2>{title}</h2>{extra}</header>
      {children}
    </section>
  )
}
