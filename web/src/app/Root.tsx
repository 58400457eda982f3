import { LoadingOutlined } from '@ant-design/icons'
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

/** Does the system say so now? Follows when the person changes it there. */
function useSystem(words: string): boolean {
  const [matches, setMatches] = useState(() => window.matchMedia(words).matches)
  useEffect(() => {
    const query = window.matchMedia(words)
    const listen = () => setMatches(query.matches)
    query.addEventListener('change', listen)
    return () => query.removeEventListener('change', listen)
  }, [words])
  return matches
}

function useMode(): [Mode, ModeChoice, (choice: ModeChoice) => void] {
  const [choice, setChoice] = useState<ModeChoice>(() => recall<ModeChoice>('mode', 'system'))
  const dark = useSystem('(prefers-color-scheme: dark)')
  const mode: Mode = choice === 'system' ? (dark ? 'dark' : 'light') : choice
  useEffect(() => {
    document.documentElement.dataset['theme'] = mode
  }, [mode])
  return [mode, choice, setChoice]
}

/** A button is called the same while it works, and the sign of working is gone at once when it is done. */
const BUTTONS = { autoInsertSpace: false, loadingIcon: <LoadingOutlined aria-hidden /> }

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
  const still = useSystem('(prefers-reduced-motion: reduce)')
  const theme = useMemo(() => themeOf(mode, still), [mode, still])

  return (
    <PreferencesContext.Provider value={preferences}>
      <ConfigProvider locale={locale} theme={theme} button={BUTTONS}>
        <QueryClientProvider client={queries}>
          <CommandProvider>
            <Router />
          </CommandProvider>
        </QueryClientProvider>
      </ConfigProvider>
    </PreferencesContext.Provider>
  )
}
