import dayjs from 'dayjs'
import i18next from 'i18next'
import type { Locale } from 'antd/es/locale'
import { initReactI18next } from 'react-i18next'
import { setApiLanguage } from '@/api'
import { recall } from '@/kit'
import type { Language } from '@/kit'

/** The chosen language, else the browser's when it is English, else Chinese. */
export function firstLanguage(): Language {
  const chosen = recall<string | null>('language', null)
  if (chosen === 'zh-CN' || chosen === 'en') return chosen
  return navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh-CN'
}

const load = (language: Language) => (language === 'en' ? import('./locale-en') : import('./locale-zh-CN'))

const loadPages = (language: Language) => (language === 'en' ? import('./pages-en') : import('./pages-zh-CN'))

/** The texts of the pages come with the first page, so the shell need not wait for them. */
export async function loadPageTexts(language: Language = i18next.language === 'en' ? 'en' : 'zh-CN'): Promise<void> {
  const { texts } = await loadPages(language)
  i18next.addResourceBundle(language, 'translation', texts, true, true)
}

/** Switch the chrome's texts, the widgets' texts and what the server answers in. */
export async function activateLanguage(language: Language): Promise<Locale> {
  const bundle = await load(language)
  if (!i18next.isInitialized) {
    await i18next.use(initReactI18next).init({
      lng: language,
      fallbackLng: false,
      keySeparator: false,
      nsSeparator: false,
      interpolation: { escapeValue: false },
      resources: { [language]: { translation: bundle.texts } },
    })
  } else {
    i18next.addResourceBundle(language, 'translation', bundle.texts, true, true)
    await loadPageTexts(language)
    await i18next.changeLanguage(language)
  }
  dayjs.locale(bundle.dayjsName)
  setApiLanguage(language)
  document.documentElement.lang = language
  return bundle.antd
}
