import { useEffect } from 'react'
import type { ReactNode } from 'react'

interface PageProps {
  title: string
  /** Beside the title: a state, a stamp. */
  mark?: ReactNode
  actions?: ReactNode
  /** The page takes the window's height and its content scrolls inside. */
  fill?: boolean
  children: ReactNode
}

export function Page({ title, mark, actions, fill, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · 衡库`
  }, [title])
  return (
    <div className={fill ? 'hk-page hk-page-fill' : 'hk-page'}>
      <div className="hk-page-head">
        <h1>{title}</h1>
        {mark}
        {actions ? <div className="hk-actions">{actions}</div> : null}
      </div>
      {children}
    </div>
  )
}
