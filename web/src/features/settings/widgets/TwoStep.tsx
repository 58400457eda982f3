import { useQuery } from '@tanstack/react-query'
import { App, Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { securityApi } from '@/api'
import { ErrorState, Skeleton, StateTag, useErrorText } from '@/kit'
import { TwoStepSetup } from '@/resource/security/TwoStepSetup'

/** One's own second step of signing in. */
export function TwoStep() {
  const { t } = useTranslation()
  const say = useErrorText()
  const { message } = App.useApp()
  const [password, setPassword] = useState('')
  const [setting, setSetting] = useState(false)
  const state = useQuery({ queryKey: ['second-factor'], queryFn: securityApi.secondFactor })
  if (state.isPending) return <Skeleton rows={2} />
  if (state.isError) return <ErrorState error={state.error} onRetry={() => void state.refetch()} />
  const end = async () => {
    try {
      await securityApi.endSecondFactor(password)
      setPassword('')
      await state.refetch()
    } catch (failure) {
      void message.error(say(failure))
    }
  }
  const { active, recovery_left: left } = state.data
  return (
    <section className="hk-panel" style={{ display: 'grid', gap: 12, padding: 16, marginBottom: 16, maxWidth: 560 }}>
      <div className="hk-row"><h2 style={{ fontSize: 14, margin: 0 }}>{t('settings.twoStep')}</h2><StateTag value={active ? 'posted' : 'draft'} label={active ? t('settings.twoStep.on') : t('settings.twoStep.off')} /></div>
      <p className="hk-muted" style={{ margin: 0 }}>{active ? t('settings.twoStep.left', { count: left }) : t('settings.twoStep.text')}</p>
      {active ? (
        <div className="hk-row">
          <Input.Password value={password} autoComplete="current-password" placeholder={t('resource.twoStep.password')} aria-label={t('resource.twoStep.password')} style={{ maxWidth: 220 }} onChange={(event) => setPassword(event.target.value)} />
          <Button danger disabled={!password} onClick={() => void end()}>{t('settings.twoStep.end')}</Button>
        </div>
      ) : setting ? <TwoStepSetup onDone={() => { setSetting(false); void state.refetch() }} />
        : <Button type="primary" style={{ justifySelf: 'start' }} onClick={() => setSetting(true)}>{t('settings.twoStep.start')}</Button>}
    </section>
  )
}
