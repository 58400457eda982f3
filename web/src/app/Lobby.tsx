import { Suspense, lazy } from 'react'
import { Outlet } from 'react-router'
import { Skeleton } from '@/kit'
import { PageBoundary } from './PageBoundary'

const PageFrame = lazy(async () => ({ default: (await import('./PageFrame')).PageFrame }))

/** Around the pages before the shell. */
export function Lobby() {
  return (
    <Suspense fallback={<Skeleton />}>
      <PageFrame>
        <PageBoundary place="lobby">
          <Outlet />
        </PageBoundary>
      </PageFrame>
    </Suspense>
  )
}
