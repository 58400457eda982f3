import { KeyOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { passkeysApi } from '@/api'

interface OtherWaysProps {
  busy: boolean
  withKey: boolean
  accountSet: string | undefined
  onEnter: (way: () => Promise<unknown>) => Promise<void>
}

/** Ways in beside the password. */
export function OtherWays({ busy, withKey, accountSet, onEnter }: OtherWaysProps) {
  const { t } = useTranslation()
  if (!withKey || !passkeysApi.passkeysWork()) return null
  const set = accountSet || undefined
  return (
    <Button block icon={<KeyOutlined aria-hidden />} disabled={busy} style={{ marginTop: 12 }}
      onClick={() => void onEnter(async () => passkeysApi.signInByPasskey(await passkeysApi.askPasskey('', set), set))}>
      {t('app.login.withKey')}
    </Button>
  )
}
