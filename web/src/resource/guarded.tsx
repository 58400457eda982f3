import type { ComponentType } from 'react'
import { useMeta } from './meta'
import { NoRight } from './NoRight'

/** The page for who has the right ("resource:action"); for others the word who grants it. */
export function guarded(Page: ComponentType, needs: string): ComponentType {
  return function Guarded() {
    return useMeta().viewer.can[needs] === false ? <NoRight /> : <Page />
  }
}
