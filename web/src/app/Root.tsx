import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { ConfigProvider } from 'antd'
import type { Locale } from 'antd/es/locale'
import { useEffect, useMemo, useState } from 'react'
import { isApiError } from '@/api'
import { CommandProvider, PreferencesContext, recall, remember, themeOf } from '@/kit'
import type { Language, Mode, ModeChoice, Preferences } from '@/kit'
import { activateLanguage } from './i18n'
import { Router } from './router'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: true,
      retry: (count, error) => count < 2 && isApiError(error) && (error.status === 0 || error.status >= 502),
    },
  },
})

const systemDark = () => window.matchMedia('(prefers-color-scheme: dark)')

function useMode(): [Mode, ModeChoice, (choice: ModeChoice) => void] {
  const [choice, setChoice] = useState<ModeChoice>(() => recall<ModeChoice>('mode', 'light'))
  const [dark, setDark] = useState(() => systemDark().matches)
  useEffect(() => {
    const query = systemDark()
    const listen = () => setDark(query.matches)
    query.addEventListener('change', listen)
    return () => query.removeEventListener('change', listen)
  }, [])
  const mode: Mode = choice === 'system' ? (dark ? 'dark' : 'light') : choice
  useEffect(() => {
    document.documentElement.dataset['theme'] = mode
  }, [mode])
  return [mode, choice, setChoice]
}

/** Language, theme and data layer around the pages. */
export function Root({ firstLanguage, firstLocale }: { firstLanguage: Language; firstLocale: Locale }) {
  const [language, setLanguage] = useState(firstLanguage)
  const [locale, setLocale] = useState(firstLocale)
  const [mode, modeChoice, setModeChoice] = useMode()

  const preferences = useMemo<Preferences>(
    () => ({
      language,
      mode,
      modeChoice,
      setLanguage: (next) => {
        void activateLanguage(next).then((widgets) => {
          remember('language', next)
          setLocale(widgets)
          setLanguage(next)
          // Labels come from the server too: ask again in the other language.
          void queries.invalidateQueries()
        })
      },
      setMode: (next) => {
        remember('mode', next)
        setModeChoice(next)
      },
    }),
    [language, mode, modeChoice, setModeChoice],
  )
  const theme = useMemo(() => themeOf(mode), [mode])

  return (
    <PreferencesContext.Provider value={preferences}>
      <ConfigProvider locale={locale} theme={theme} button={{ autoInsertSpace: false }}>
        <QueryClientProvider client={queries}>
          <CommandProvider>
            <Router />
          </CommandProvider>
        </QueryClientProvider>
      </ConfigProvider>
    </PreferencesContext.Provider>
  )
}
