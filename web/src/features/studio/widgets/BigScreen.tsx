import { CloseOutlined } from '@ant-design/icons'
import { Button, ConfigProvider } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { PreferencesContext, formatTime, themeOf, usePreferences } from '@/kit'

interface BigScreenProps { title: string; onClose: () => void; children: (height: number) => ReactNode }

const HEAD = 88

/** The board on a wall: dark, without scrolling, as high as the screen. Esc or the cross leads back. */
export function BigScreen({ title, onClose, children }: BigScreenProps) {
  const { t } = useTranslation()
  const preferences = usePreferences()
  const box = useRef<HTMLDivElement>(null)
  const close = useRef(onClose)
  const [height, setHeight] = useState(window.innerHeight)
  const [now, setNow] = useState(() => new Date())
  const dark = useMemo(() => ({ ...preferences, mode: 'dark' as const }), [preferences])

  useEffect(() => { close.current = onClose })
  useEffect(() => {
    const resized = () => setHeight(window.innerHeight)
    const key = (event: KeyboardEvent) => { if (event.key === 'Escape') close.current() }
    let entered = false
    const left = () => { if (document.fullscreenElement) entered = true; else if (entered) close.current() }
    const timer = setInterval(() => setNow(new Date()), 20_000)
    window.addEventListener('resize', resized)
    window.addEventListener('keydown', key)
    document.addEventListener('fullscreenchange', left)
    // Some browsers and screens refuse; the board fills the window all the same.
    void box.current?.requestFullscreen().catch(() => undefined)
    return () => {
      clearInterval(timer)
      window.removeEventListener('resize', resized)
      window.removeEventListener('keydown', key)
      document.removeEventListener('fullscreenchange', left)
      if (document.fullscreenElement) void document.exitFullscreen()
    }
  }, [])

  return (
    <PreferencesContext.Provider value={dark}>
      <ConfigProvider theme={{ ...themeOf('dark', false), cssVar: { key: 'hk-screen' } }} getPopupContainer={() => box.current ?? document.body}>
        <div ref={box} className="hk-studio-screen hk-on-dark" role="dialog" aria-label={title}>
          <header>
            <h1>{title}</h1>
            <span className="hk-num">{formatTime(now.toISOString())}</span>
            <Button type="text" size="large" icon={<CloseOutlined aria-hidden />} aria-label={t('studio.screen.close')} onClick={onClose} />
          </header>
          {children(Math.max(200, height - HEAD))}
        </div>
      </ConfigProvider>
    </PreferencesContext.Provider>
  )
}
