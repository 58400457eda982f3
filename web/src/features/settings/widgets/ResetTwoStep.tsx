import { App, Button, Popconfirm } from 'antd'
import { useTranslation } from 'react-i18next'
import { securityApi } from '@/api'
import { useErrorText } from '@/kit'

/** Somebody lost the device with their authenticator: they sign in by password once and set it up anew. */
export function ResetTwoStep({ user }: { user: string }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const { message } = App.useApp()
  const reset = async () => {
    try {
      await securityApi.resetSecondFactor(user)
      void message.success(t('settings.twoStep.resetDone'))
    } catch (failure) {
      void message.error(say(failure))
    }
  }
  return (
    <Popconfirm title={t('settings.twoStep.resetAsk')} okText={t('settings.twoStep.reset')} cancelText={t('resource.cancel')} onConfirm={reset}>
      <Button style={{ justifySelf: 'start' }}>{t('settings.twoStep.reset')}</Button>
    </Popconfirm>
  )
}
