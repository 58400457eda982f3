import { UserOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Button, Dropdown } from 'antd'
import type { MenuProps } from 'antd'
import { Suspense, lazy, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { systemApi } from '@/api'
import { usePhone, usePreferences } from '@/kit'
import type { Language, ModeChoice } from '@/kit'
import { useMeta } from '@/resource/meta'

const PasswordDialog = lazy(async () => ({ default: (await import('./PasswordDialog')).PasswordDialog }))

export function UserMenu({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation()
  const { viewer } = useMeta()
  const phone = usePhone()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { language, setLanguage, modeChoice, setMode } = usePreferences()
  const [password, setPassword] = useState(false)

  const signOut = async () => {
    await systemApi.signOut().catch(() => undefined)
    queries.clear()
    void navigate('/login')
  }

  const items: MenuProps['items'] = [
    { key: 'who', label: viewer.name || viewer.username, disabled: true },
    { type: 'divider' },
    {
      key: 'language', type: 'group', label: t('shell.user.language'),
      children: [{ key: 'lang:zh-CN', label: '中文' }, { key: 'lang:en', label: 'English' }],
    },
    {
      key: 'theme', type: 'group', label: t('shell.user.theme'),
      children: [
        { key: 'mode:light', label: t('shell.user.light') },
        { key: 'mode:dark', label: t('shell.user.dark') },
        { key: 'mode:system', label: t('shell.user.system') },
      ],
    },
    { key: 'help', label: t('shell.user.shortcuts') },
    { key: 'password', label: t('shell.user.password') },
    { key: 'notices', label: t('shell.notices.mine') },
    { key: 'sessions', label: t('settings.sessions') },
    { type: 'divider' },
    { key: 'out', label: t('shell.user.signOut') },
  ]

  const pick = (key: string) => {
    if (key.startsWith('lang:')) setLanguage(key.slice(5) as Language)
    else if (key.startsWith('mode:')) setMode(key.slice(5) as ModeChoice)
    else if (key === 'help') onHelp()
    else if (key === 'password') setPassword(true)
    else if (key === 'notices') void navigate('/settings/notices')
    else if (key === 'sessions') void navigate('/settings/sessions')
    else if (key === 'out') void signOut()
  }

  return (
    <>
      <Dropdown trigger={['click']} placement="bottomRight"
        menu={{ items, selectedKeys: [`lang:${language}`, `mode:${modeChoice}`], onClick: ({ key }) => pick(key) }}>
        <Button type="text" icon={<UserOutlined />} aria-label={`${t('shell.user')} ${viewer.name || viewer.username}`}>
          {phone ? null : <span className="hk-ellipsis" style={{ maxWidth: 120 }}>{viewer.name || viewer.username}</span>}
        </Button>
      </Dropdown>
      {password ? (
        <Suspense fallback={null}>
          <PasswordDialog onClose={() => setPassword(false)} />
        </Suspense>
      ) : null}
    </>
  )
}
