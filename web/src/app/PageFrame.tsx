import { App } from 'antd'
import type { ReactNode } from 'react'

/** Messages and dialogs of the pages. Fetched with the first page, so that the shell stands before it. */
export function PageFrame({ children }: { children: ReactNode }) {
  return (
    <App message={{ maxCount: 3 }} style={{ height: '100%' }}>
      {children}
    </App>
  )
}
