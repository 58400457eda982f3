import { useQuery } from '@tanstack/react-query'
import { App, Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { securityApi } from '@/api'
import { ErrorState, Notice, Skeleton, useErrorText } from '@/kit'

/** From where anybody may sign in. */
export function AllowedAddresses({ disabled }: { disabled: boolean }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const { message } = App.useApp()
  const kept = useQuery({ queryKey: ['sign-in-addresses'], queryFn: securityApi.allowedAddresses })
  const [typed, setTyped] = useState<string[] | null>(null)
  const [error, setError] = useState<unknown>(null)
  if (kept.isPending) return <Skeleton rows={2} />
  if (kept.isError) return <ErrorState error={kept.error} onRetry={() => void kept.refetch()} />
  const save = async () => {
    setError(null)
    try {
      await securityApi.setAllowedAddresses(typed ?? [])
      void message.success(t('settings.addresses.saved'))
      setTyped(null)
      await kept.refetch()
    } catch (failure) {
      setError(failure)
    }
  }
  return (
    <section className="hk-panel" style={{ display: 'grid', gap: 12, padding: 16, maxWidth: 560, marginBottom: 16 }}>
      <h2 style={{ fontSize: 14, margin: 0 }}>{t('settings.addresses')}</h2>
      <p className="hk-muted" style={{ margin: 0 }}>{t('settings.addresses.text', { yours: kept.data.yours })}</p>
      {error ? <Notice messages={[say(error)]} /> : null}
      <Select<string[]> mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', ' ', '，']} disabled={disabled} value={typed ?? kept.data.addresses} onChange={setTyped} placeholder="192.168.0.0/16" aria-label={t('settings.addresses')} />
      <Button type="primary" style={{ justifySelf: 'start' }} disabled={disabled || typed === null} onClick={() => void save()}>{t('resource.save')}</Button>
    </section>
  )
}
