import { useQuery } from '@tanstack/react-query'
import { App, Button, Popconfirm } from 'antd'
import { useTranslation } from 'react-i18next'
import { providersApi } from '@/api'
import { formatTime, useErrorText } from '@/kit'

/** One's accounts at sign-in providers; nothing where none is set up. */
export function Links() {
  const { t } = useTranslation()
  const say = useErrorText()
  const { message } = App.useApp()
  const providers = useQuery({ queryKey: ['session', 'providers', ''], queryFn: () => providersApi.providers() })
  const links = useQuery({ queryKey: ['links'], queryFn: providersApi.links })
  if (!providers.data || !links.data || providers.data.length + links.data.length === 0) return null
  const run = async (work: () => Promise<unknown>) => {
    try {
      await work()
      await links.refetch()
    } catch (failure) {
      void message.error(say(failure))
    }
  }
  return (
    <section className="hk-panel" style={{ display: 'grid', gap: 12, padding: 16, marginBottom: 16, maxWidth: 560 }}>
      <h2 style={{ fontSize: 14, margin: 0 }}>{t('settings.links')}</h2>
      {links.data.map((one) => (
        <div key={one.id} className="hk-row" style={{ justifyContent: 'space-between' }}>
          <span>{one.provider} · {one.label} <span className="hk-faint">{formatTime(one.linked_at)}</span></span>
          <Popconfirm title={t('settings.links.ask')} okText={t('settings.links.remove')} cancelText={t('resource.cancel')} onConfirm={() => run(() => providersApi.unlink(one.id))}>
            <Button size="small" type="text" danger>{t('settings.links.remove')}</Button>
          </Popconfirm>
        </div>
      ))}
      <div className="hk-row">
        {providers.data.map((one) => (
          <Button key={one.code} onClick={() => void run(async () => window.location.assign((await providersApi.linkTo(one.code, '/settings/sessions')).address))}>{t('settings.links.add', { name: one.name })}</Button>
        ))}
      </div>
    </section>
  )
}
