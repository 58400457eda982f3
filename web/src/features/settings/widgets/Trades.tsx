import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { configApi } from '@/api'
import { Skeleton, StateTag, useErrorText } from '@/kit'
import { can, useMeta } from '@/resource/meta'

const KEY = ['industry-templates']

/** What trades usually need, loaded with one click and taken away with another. */
export function Trades({ onChanged }: { onChanged: () => void }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const meta = useMeta()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const [busy, setBusy] = useState('')
  const trades = useQuery({ queryKey: KEY, queryFn: configApi.trades })
  const may = can(meta, 'config-packages', 'publish')
  const run = async (code: string, work: () => Promise<unknown>, done: string) => {
    setBusy(code)
    try {
      await work()
      await Promise.all([queries.invalidateQueries({ queryKey: KEY }), queries.invalidateQueries({ queryKey: ['meta'] })])
      onChanged()
      void message.success(done)
    } catch (failure) {
      void message.error(say(failure))
    } finally {
      setBusy('')
    }
  }
  return (
    <section style={{ marginTop: 24 }}>
      <h2 className="hk-section">{t('settings.trades')}</h2>
      <p className="hk-muted">{t('settings.trades.about')}</p>
      {trades.isPending ? <Skeleton rows={3} /> : (
        <ul className="hk-trades">
          {(trades.data ?? []).map((one) => (
            <li key={one.code} className="hk-panel">
              <div className="hk-row"><strong>{one.name}</strong>{one.live ? <StateTag value="posted" label={t('settings.trades.loaded')} /> : null}</div>
              <span className="hk-muted">{one.help}</span>
              <dl>{one.contents.map((part) => <div key={part.label}><dt>{part.label}</dt><dd>{part.titles.join('，')}</dd></div>)}</dl>
              <div className="hk-row">
                {!may ? null : one.live && one.package ? (
                  <Popconfirm title={t('settings.trades.remove.ask', { name: one.name })} okText={t('settings.trades.remove')} cancelText={t('resource.cancel')} okButtonProps={{ danger: true }}
                    onConfirm={() => run(one.code, () => configApi.rollBack(one.package ?? '', 0), t('settings.trades.removed', { name: one.name }))}>
                    <Button danger loading={busy === one.code}>{t('settings.trades.remove')}</Button>
                  </Popconfirm>
                ) : (
                  <Button type="primary" ghost loading={busy === one.code} onClick={() => void run(one.code, () => configApi.loadTrade(one.code), t('settings.trades.done', { name: one.name }))}>{t('settings.trades.load')}</Button>
                )}
                {one.package ? <Button type="link" onClick={() => void navigate(`/settings/packages/${one.package}`)}>{t('settings.trades.open')}</Button> : null}
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
