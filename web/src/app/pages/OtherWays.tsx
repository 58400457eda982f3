import { KeyOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { passkeysApi, providersApi } from '@/api'

interface OtherWaysProps {
  busy: boolean
  withKey: boolean
  accountSet: string | undefined
  /** Where to go after signing in. */
  next: string
  onEnter: (way: () => Promise<unknown>) => Promise<void>
}

/** Ways in beside the password: a passkey, an account elsewhere. */
export function OtherWays({ busy, withKey, accountSet, next, onEnter }: OtherWaysProps) {
  const { t } = useTranslation()
  const set = accountSet || undefined
  const providers = useQuery({ queryKey: ['session', 'providers', set ?? ''], queryFn: () => providersApi.providers(set), retry: false })
  return (
    <div style={{ display: 'grid', gap: 8, marginTop: 12 }}>
      {withKey && passkeysApi.passkeysWork() ? (
        <Button block icon={<KeyOutlined aria-hidden />} disabled={busy} onClick={() => void onEnter(async () => passkeysApi.signInByPasskey(await passkeysApi.askPasskey('', set), set))}>
          {t('app.login.withKey')}
        </Button>
      ) : null}
      {(providers.data ?? []).map((one) => <Button key={one.code} block disabled={busy} href={providersApi.wayTo(one.code, next, set)}>{t('app.login.with', { name: one.name })}</Button>)}
    </div>
  )
}
