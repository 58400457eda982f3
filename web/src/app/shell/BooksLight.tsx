import { useQuery } from '@tanstack/react-query'
import { Button, Popover } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { systemApi } from '@/api'
import { formatTime, usePhone } from '@/kit'

/** Do the books agree? The last answer of the prover, on every page. */
export function BooksLight() {
  const { t } = useTranslation()
  const phone = usePhone()
  const light = useQuery({ queryKey: ['books', 'light'], queryFn: systemApi.light, refetchInterval: 30_000, retry: false })
  const words: Record<string, string> = {
    green: t('shell.light.green'),
    amber: t('shell.light.amber'),
    red: t('shell.light.red'),
  }
  const status = light.data?.status
  const text = status ? (words[status] ?? status) : t('shell.light.unknown')
  return (
    <Popover trigger="click" placement="bottomRight" title={t('shell.light.title')}
      content={
        <div className="hk-light-body">
          <p>{text}</p>
          <p className="hk-muted">
            {light.data?.checked_at ? t('shell.light.checked', { at: formatTime(light.data.checked_at) }) : t('shell.light.never')}
          </p>
          <ul>
            {(light.data?.failures ?? []).slice(0, 5).map((failure) => (
              <li key={failure.id}>{failure.id} {failure.title}</li>
            ))}
          </ul>
          <Link to="/settings/books">{t('shell.light.open')}</Link>
        </div>
      }>
      <Button type="text" className={`hk-light hk-state-${status ?? 'grey'}`} aria-label={`${t('shell.light.title')}: ${text}`}>
        <i aria-hidden />
        {phone ? null : <span>{text}</span>}
      </Button>
    </Popover>
  )
}
