import type { ReactNode } from 'react'
import type { RouteObject } from 'react-router'
import type { Meta } from '@/api'

export interface MenuEntry {
  key: string
  /** Key of the chrome's text, or a ready label of the server's. */
  text?: string
  label?: string
  path: string
  keywords?: string
  visible?: (meta: Meta) => boolean
}

/** What a feature offers the shell: a room in the menu and the pages behind it. */
export interface FeatureManifest {
  key: string
  text: string
  icon: ReactNode
  order: number
  /** Hand-made pages, before the generated ones. */
  entries: MenuEntry[]
  /** Document types of these rooms are listed here. */
  rooms: string[]
  /** Resources of these groups are listed here. */
  resourceGroups: string[]
  reports?: boolean
  routes: RouteObject[]
}
