import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

const MINUTE = 60_000

/** How long until (or since) a moment. */
export function Countdown({ until }: { until: string | undefined }) {
  const { t } = useTranslation()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 15_000)
    return () => clearInterval(timer)
  }, [])
  const end = until ? new Date(until).getTime() : NaN
  if (Number.isNaN(end)) return <p className="hk-muted hk-studio-none">{t('studio.countdown.none')}</p>
  const left = Math.floor(Math.abs(end - now) / MINUTE)
  const parts = { days: Math.floor(left / 1440), hours: Math.floor((left % 1440) / 60), minutes: left % 60 }
  return (
    <div className="hk-studio-figure">
      <span className="hk-studio-number hk-num">{t('studio.countdown.left', parts)}</span>
      <span className="hk-faint">{end < now ? t('studio.countdown.past') : t('studio.countdown.until')} {until?.replace('T', ' ')}</span>
    </div>
  )
}
