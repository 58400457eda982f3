import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { isApiError, messageOf } from '@/api'

export function Skeleton({ rows = 6 }: { rows?: number }) {
  const { t } = useTranslation()
  return (
    <div className="hk-skeleton" role="status" aria-label={t('kit.loading')}>
      {Array.from({ length: rows }, (_, index) => (
        <i key={index} style={{ width: `${90 - ((index * 17) % 40)}%` }} />
      ))}
    </div>
  )
}

interface EmptyStateProps {
  title: string
  text?: string
  children?: ReactNode
}

/** Says what this page is for and offers the first step. */
export function EmptyState({ title, text, children }: EmptyStateProps) {
  return (
    <div className="hk-blank">
      <h2>{title}</h2>
      {text ? <p>{text}</p> : null}
      {children ? <div className="hk-row">{children}</div> : null}
    </div>
  )
}

/** An error in words, with the way to go on. What the user typed stays where it is. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  const { t } = useTranslation()
  const say = useErrorText()
  return (
    <div className="hk-blank" role="alert">
      <h2>{isApiError(error) && error.status === 404 ? t('kit.error.notFound') : t('kit.error.title')}</h2>
      <p>{say(error)}</p>
      {onRetry ? <Button onClick={onRetry}>{t('kit.retry')}</Button> : null}
    </div>
  )
}

export function useErrorText(): (error: unknown) => string {
  const { t } = useTranslation()
  return (error) => {
    if (isApiError(error)) {
      if (error.status === 0) return t('kit.error.unreachable')
      if (error.status === 403 && !error.problem.detail) return t('kit.error.forbidden')
      if (error.status === 404 && !error.problem.detail) return t('kit.error.notFoundText')
      // The server names its failure by a number that stands in its log; a proxy's 502 has no words of its own.
      if (error.status >= 500 && error.code !== 'internal_error') return t('kit.error.server')
    }
    return messageOf(error)
  }
}

interface NoticeProps {
  messages: string[]
  tone?: 'red' | 'amber' | 'plain'
  children?: ReactNode
}

export function Notice({ messages, tone = 'red', children }: NoticeProps) {
  if (messages.length === 0 && !children) return null
  return (
    <div className={tone === 'red' ? 'hk-notice' : `hk-notice hk-notice-${tone}`} role={tone === 'red' ? 'alert' : 'status'}>
      {messages.length === 1 ? messages[0] : null}
      {messages.length > 1 ? (
        <ul>
          {messages.map((message) => (
            <li key={message}>{message}</li>
          ))}
        </ul>
      ) : null}
      {children}
    </div>
  )
}
