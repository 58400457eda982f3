import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

/** Pages follow what others do, from shortly after they are drawn. */
export function useLive(viewer: string): void {
  const queries = useQueryClient()
  useEffect(() => {
    let stop: () => void = () => undefined
    let gone = false
    const timer = setTimeout(() => {
      void import('./live').then(({ goLive }) => {
        if (!gone) stop = goLive(queries, viewer)
      })
    }, 1_000)
    return () => {
      gone = true
      clearTimeout(timer)
      stop()
    }
  }, [queries, viewer])
}
