import type { ComponentType, ReactNode } from 'react'

export interface MenuEntry {
  key: string
  /** Key of the chrome's text, or a ready label of the server's. */
  text?: string
  label?: string
  path: string
  keywords?: string
  /** The right without which the entry is not offered, as "resource:action". */
  needs?: string
  /** Offered only where the server knows this right at all. */
  described?: string
}

/** A page behind an address; its code is fetched when somebody goes there. */
export interface PageRoute {
  path: string
  /** The right without which the page only says who grants it. */
  needs?: string
  load: () => Promise<ComponentType>
}

/** What a feature adds below the form of a saved record of a resource. */
export interface RecordPanelProps {
  record: { id: string; rev?: number; [field: string]: unknown }
}
export type LoadRecordPanel = () => Promise<ComponentType<RecordPanelProps>>

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
  /** Reports of these groups are listed here; `reports` takes what nobody else named. */
  reportGroups?: string[]
  reports?: boolean
  routes: PageRoute[]
  /** How many things wait there, shown beside the room. */
  badge?: () => Promise<number>
  /** Resources whose records have a hand-made page under routes; their lists lead there. */
  ownPages?: string[]
  /** By name of the resource. */
  recordPanels?: Record<string, LoadRecordPanel>
}
