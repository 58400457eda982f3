import { SearchOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { Suspense, lazy } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { usePhone } from '@/kit'
import { useMeta } from '@/resource/meta'

const Tools = lazy(async () => ({ default: (await import('./Tools')).Tools }))

interface TopBarProps {
  menuButton: ReactNode
  onPalette: () => void
  onHelp: () => void
}

export function TopBar({ menuButton, onPalette, onHelp }: TopBarProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const phone = usePhone()
  return (
    <header className="hk-topbar">
      {menuButton}
      {phone ? null : (
        <span className="hk-where hk-ellipsis" title={`${meta.account_set.label} · ${meta.book.name}`}>
          {meta.account_set.label && meta.account_set.label !== meta.book.name ? `${meta.account_set.label} / ` : ''}
          <strong>{meta.book.name}</strong>
        </span>
      )}
      <span className="hk-grow" />
      {phone ? (
        <Button type="text" icon={<SearchOutlined />} aria-label={t('shell.search')} onClick={onPalette} />
      ) : (
        <button type="button" className="hk-search" onClick={onPalette}>
          <SearchOutlined aria-hidden />
          <span className="hk-grow">{t('shell.search')}</span>
          <kbd className="hk-key">Ctrl K</kbd>
        </button>
      )}
      <Suspense fallback={null}><Tools onHelp={onHelp} /></Suspense>
    </header>
  )
}
