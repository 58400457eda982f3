import { useQuery } from '@tanstack/react-query'
import { App, Button, Input, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { passkeysApi } from '@/api'
import { ErrorState, Skeleton, formatTime, useErrorText } from '@/kit'

/** One's own passkeys: the device signs in with finger, face or PIN instead of a password. */
export function Passkeys() {
  const { t } = useTranslation()
  const say = useErrorText()
  const { message } = App.useApp()
  const [adding, setAdding] = useState(false)
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const keys = useQuery({ queryKey: ['passkeys'], queryFn: passkeysApi.passkeys })
  if (keys.isPending) return <Skeleton rows={2} />
  if (keys.isError) return <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />
  const works = passkeysApi.passkeysWork()
  const run = async (work: () => Promise<unknown>) => {
    try {
      await work()
      setAdding(false)
      setPassword('')
      setName('')
      await keys.refetch()
    } catch (failure) {
      void message.error(passkeysApi.gaveUp(failure) ? t('settings.passkeys.gaveUp') : say(failure))
    }
  }
  return (
    <section className="hk-panel" style={{ display: 'grid', gap: 12, padding: 16, marginBottom: 16, maxWidth: 560 }}>
      <h2 style={{ fontSize: 14, margin: 0 }}>{t('settings.passkeys')}</h2>
      <p className="hk-muted" style={{ margin: 0 }}>{works ? t('settings.passkeys.text') : t('settings.passkeys.insecure')}</p>
      {keys.data.map((one) => (
        <div key={one.id} className="hk-row" style={{ justifyContent: 'space-between' }}>
          <span>{one.name} <span className="hk-faint">{one.last_used_at ? t('settings.passkeys.used', { at: formatTime(one.last_used_at) }) : t('settings.passkeys.made', { at: formatTime(one.created_at) })}</span></span>
          <Popconfirm title={t('settings.passkeys.ask')} okText={t('settings.passkeys.remove')} cancelText={t('resource.cancel')} onConfirm={() => run(() => passkeysApi.removePasskey(one.id))}>
            <Button size="small" type="text" danger>{t('settings.passkeys.remove')}</Button>
          </Popconfirm>
        </div>
      ))}
      {adding ? (
        <form className="hk-row" onSubmit={(event) => { event.preventDefault(); void run(() => passkeysApi.addPasskey(password, name)) }}>
          <Input value={name} maxLength={100} placeholder={t('settings.passkeys.name')} aria-label={t('settings.passkeys.name')} style={{ maxWidth: 180 }} onChange={(event) => setName(event.target.value)} />
          <Input.Password value={password} autoComplete="current-password" placeholder={t('resource.twoStep.password')} aria-label={t('resource.twoStep.password')} style={{ maxWidth: 200 }} onChange={(event) => setPassword(event.target.value)} />
          <Button type="primary" htmlType="submit" disabled={!password}>{t('settings.passkeys.make')}</Button>
        </form>
      ) : <Button type="primary" disabled={!works} style={{ justifySelf: 'start' }} onClick={() => setAdding(true)}>{t('settings.passkeys.add')}</Button>}
    </section>
  )
}
