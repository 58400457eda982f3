import { useQuery } from '@tanstack/react-query'
import { App, Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { systemApi } from '@/api'
import { ErrorState, Page, Skeleton, StateTag, formatTime, useErrorText } from '@/kit'
import { CreateAccountSet } from '../widgets/CreateAccountSet'

/** Account sets of this installation: separate books with their own users. */
export function AccountSetsPage() {
  const { t } = useTranslation()
  const say = useErrorText()
  const { message } = App.useApp()
  const [creating, setCreating] = useState(false)
  const sets = useQuery({ queryKey: ['account-sets'], queryFn: systemApi.accountSets })

  const archive = async (name: string) => {
    try {
      await systemApi.archiveAccountSet(name)
      await sets.refetch()
    } catch (error) {
      void message.error(say(error))
    }
  }

  return (
    <Page title={t('settings.sets')} actions={<Button type="primary" onClick={() => setCreating(true)}>{t('settings.sets.create')}</Button>}>
      {sets.isPending ? <Skeleton rows={3} /> : sets.isError ? <ErrorState error={sets.error} onRetry={() => void sets.refetch()} /> : (
        <div className="hk-panel hk-scroll-x">
          <table className="hk-plain-table">
            <thead><tr><th>{t('settings.sets.name')}</th><th>{t('settings.sets.label')}</th><th>{t('settings.sets.created')}</th><th>{t('settings.sets.state')}</th><td /></tr></thead>
            <tbody>
              {sets.data.map((one) => (
                <tr key={one.name}>
                  <td>{one.name}</td>
                  <td>{one.label}</td>
                  <td>{formatTime(one.created_at)}</td>
                  <td><StateTag value={one.archived ? 'void' : 'posted'} label={one.archived ? t('settings.sets.archived') : t('settings.sets.live')} /></td>
                  <td>
                    {one.archived ? null : (
                      <Popconfirm title={t('settings.sets.archive.ask', { name: one.label })} okText={t('settings.sets.archive')} cancelText={t('resource.cancel')} okButtonProps={{ danger: true }} onConfirm={() => archive(one.name)}>
                        <Button size="small" type="text" danger>{t('settings.sets.archive')}</Button>
                      </Popconfirm>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {creating ? <CreateAccountSet onClose={() => { setCreating(false); void sets.refetch() }} /> : null}
    </Page>
  )
}
