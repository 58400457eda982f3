import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** What few need stays below; open where the server says something against it. */
export function DesignMore({ open, children }: { open: boolean; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <details className="hk-design-more" open={open}>
      <summary>{t('design.more')}</summary>
      {children}
    </details>
  )
}
