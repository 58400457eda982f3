import { useRouteError } from 'react-router'
import { ErrorState } from '@/kit'

/** A page that broke: the rest of the product goes on. */
export function RouteError() {
  const error = useRouteError()
  return <ErrorState error={error} onRetry={() => window.location.reload()} />
}
