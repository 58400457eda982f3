import { createContext } from 'react'
import type { ComponentType } from 'react'
import type { RecordPanelProps } from '@/kit'

/** Resources whose records are shown on a page of their own instead of in a drawer. */
export const OwnPagesContext = createContext<ReadonlySet<string>>(new Set())

/** Panels below the forms of records, by resource; the features offer them, the shell hands them down. */
export const PanelsContext = createContext<Record<string, ComponentType<RecordPanelProps>>>({})
