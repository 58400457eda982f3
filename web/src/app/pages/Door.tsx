import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { usePreferences } from '@/kit'
import './door.css'

/** The frame of the pages before the shell: sign-in and set-up. */
export function Door({ title, text, wide, children }: { title: string; text?: string; wide?: boolean; children: ReactNode }) {
  const { t } = useTranslation()
  const { language, setLanguage } = usePreferences()
  return (
    <main className="hk-door">
      <div className={wide ? 'hk-door-box hk-door-wide' : 'hk-door-box'}>
        <div className="hk-door-brand">
          <img src="/icon.svg" width={32} height={32} alt="" />
          <strong>{t('app.brand')}</strong>
          <Button type="text" size="small" onClick={() => setLanguage(language === 'en' ? 'zh-CN' : 'en')}>
            {t('app.otherLanguage')}
          </Button>
        </div>
        <h1>{title}</h1>
        {text ? <p className="hk-muted">{text}</p> : null}
        {children}
      </div>
    </main>
  )
}
