import { createContext, useContext } from 'react'
import type { Mode } from './theme'

export type Language = 'zh-CN' | 'en'
export type ModeChoice = Mode | 'system'

export interface Preferences {
  language: Language
  setLanguage: (language: Language) => void
  mode: Mode
  modeChoice: ModeChoice
  setMode: (choice: ModeChoice) => void
}

export const PreferencesContext = createContext<Preferences | null>(null)

export function usePreferences(): Preferences {
  const value = useContext(PreferencesContext)
  if (!value) throw new Error('PreferencesContext is missing')
  return value
}
