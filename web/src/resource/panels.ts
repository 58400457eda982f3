import { createContext } from 'react'
import type { ComponentType } from 'react'
import type { RecordPanelProps } from '@/kit'

/** Panels below the forms of records, by resource; the features offer them, the shell hands them down. */
export const PanelsContext = createContext<Record<string, ComponentType<RecordPanelProps>>>({})
