import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Navigate, useLocation, useNavigate } from 'react-router'
import { setUnauthenticatedHandler, systemApi } from '@/api'
import type { Meta } from '@/api'
import { ErrorState, Skeleton, setBookZone } from '@/kit'
import { MetaContext } from '@/resource/meta'
import { OwnPagesContext, PanelsContext } from '@/resource/panels'
import { ownPages, panels } from './manifests'
import { Shell } from './shell/Shell'

/** The description; clock times are told in the book's zone from here on. */
async function readMeta(): Promise<Meta> {
  const meta = await systemApi.meta()
  setBookZone(meta.book.timezone)
  return meta
}

/** Who is there? Sends strangers to the sign-in page and a fresh installation to its set-up; then loads the description. */
export function Gate() {
  const location = useLocation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const session = useQuery({ queryKey: ['session'], queryFn: systemApi.session, staleTime: 60_000 })
  const signedIn = session.data?.authenticated === true
  const meta = useQuery({ queryKey: ['meta'], queryFn: readMeta, staleTime: 300_000, enabled: signedIn })

  useEffect(() => {
    setUnauthenticatedHandler(() => {
      queries.setQueryData(['session'], { authenticated: false, setup_required: false })
      const here = `${window.location.pathname}${window.location.search}`
      void navigate(`/login?next=${encodeURIComponent(here)}`, { replace: true })
    })
  }, [navigate, queries])

  if (session.isPending) return <Skeleton />
  if (session.isError) return <ErrorState error={session.error} onRetry={() => void session.refetch()} />
  if (session.data.setup_required) return <Navigate to={`/setup${location.search}`} replace />
  if (!signedIn) return <Navigate to={`/login?next=${encodeURIComponent(location.pathname + location.search)}`} replace />
  if (session.data.user?.must_change_password) return <Navigate to="/login?change=1" replace />
  if (session.data.user?.must_set_second_factor) return <Navigate to="/login?second=1" replace />
  if (meta.isPending) return <Skeleton />
  if (meta.isError) return <ErrorState error={meta.error} onRetry={() => void meta.refetch()} />
  return (
    <MetaContext.Provider value={meta.data}>
      <OwnPagesContext.Provider value={ownPages}>
        <PanelsContext.Provider value={panels}><Shell /></PanelsContext.Provider>
      </OwnPagesContext.Provider>
    </MetaContext.Provider>
  )
}
