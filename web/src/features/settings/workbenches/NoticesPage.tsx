import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Checkbox } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { noticesApi } from '@/api'
import type { NoticeChoices } from '@/api/notices'
import { ErrorState, Page, Skeleton, useErrorText } from '@/kit'

/** How I want to hear of what, beside the bell. */
export function NoticesPage() {
  const { t } = useTranslation()
  const found = useQuery({ queryKey: ['notice-choices'], queryFn: noticesApi.choices })
  return (
    <Page title={t('settings.notices')}>
      {found.isPending ? <Skeleton /> : found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : <Choices choices={found.data} />}
    </Page>
  )
}

function Choices({ choices }: { choices: NoticeChoices }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [chosen, setChosen] = useState(choices.chosen)
  const [busy, setBusy] = useState(false)
  const mark = (way: string, kind: string, on: boolean) =>
    setChosen({ ...chosen, [way]: on ? [...(chosen[way] ?? []), kind] : (chosen[way] ?? []).filter((one) => one !== kind) })
  const save = async () => {
    setBusy(true)
    try {
      queries.setQueryData(['notice-choices'], await noticesApi.choose(chosen))
      void message.success(t('settings.notices.saved'))
    } catch (error) {
      void message.error(say(error))
    } finally {
      setBusy(false)
    }
  }
  const mail = choices.ways.find((way) => way.way === 'mail')
  return (
    <div className="hk-panel" style={{ padding: 20, maxWidth: 720, display: 'grid', gap: 12 }}>
      <p className="hk-muted" style={{ margin: 0 }}>{t('settings.notices.hint')}</p>
      <div className="hk-scroll-x" tabIndex={0} role="region" aria-label={t('settings.notices')}>
        <table className="hk-plain-table">
          <thead><tr><th>{t('settings.notices.kind')}</th><th>{t('settings.notices.bell')}</th>{choices.ways.map((way) => <th key={way.way}>{way.label}{way.address ? <span className="hk-faint"> {way.address}</span> : null}</th>)}</tr></thead>
          <tbody>
            {choices.kinds.map((kind) => (
              <tr key={kind.value}>
                <td>{kind.label}</td>
                <td><Checkbox checked disabled aria-label={`${kind.label}: ${t('settings.notices.bell')}`} /></td>
                {choices.ways.map((way) => (
                  <td key={way.way}><Checkbox aria-label={`${kind.label}: ${way.label}`} checked={(chosen[way.way] ?? []).includes(kind.value)} onChange={(event) => mark(way.way, kind.value, event.target.checked)} /></td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {mail && !mail.ready ? <p className="hk-faint" style={{ margin: 0 }}>{t('settings.notices.noMail')}</p> : null}
      {choices.ways.length < 2 ? <p className="hk-faint" style={{ margin: 0 }}>{t('settings.notices.none')}</p> : null}
      <div><Button type="primary" loading={busy} onClick={() => void save()}>{t('resource.save')}</Button></div>
    </div>
  )
}
