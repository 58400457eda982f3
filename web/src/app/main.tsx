import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '@/kit/base.css'
import { activateLanguage, firstLanguage } from './i18n'
import { Root } from './Root'

const language = firstLanguage()

void activateLanguage(language).then((locale) => {
  const element = document.getElementById('root')
  if (!element) throw new Error('The page has no root element')
  createRoot(element).render(
    <StrictMode>
      <Root firstLanguage={language} firstLocale={locale} />
    </StrictMode>,
  )
})

if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  window.addEventListener('load', () => {
    navigator.serviceWorker.register('/sw.js').catch(() => undefined)
  })
}
