import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { resourcesApi } from '@/api'
import type { RecordRow, Reference } from '@/api'
import { ErrorState, Skeleton, referenceText, useErrorText } from '@/kit'
import type { RecordPanelProps } from '@/kit'
import { ReferencePicker } from '@/resource/fields/ReferencePicker'
import { can, recordPath, useMeta } from '@/resource/meta'

const MOST = 500
const rolesOf = (user: RecordRow): Reference[] => (Array.isArray(user['roles']) ? (user['roles'] as Reference[]) : [])

/** Who holds a role; people are added and taken out here. */
export function RoleMembers({ record }: RecordPanelProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const say = useErrorText()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [person, setPerson] = useState<unknown>(null)
  const users = useQuery({ queryKey: ['list', 'users', 'members'], queryFn: () => resourcesApi.list('users', { limit: MOST }), enabled: can(meta, 'users', 'view') })
  if (!can(meta, 'users', 'view')) return null
  if (users.isPending) return <Skeleton rows={2} />
  if (users.isError) return <ErrorState error={users.error} onRetry={() => void users.refetch()} />
  const members = users.data.items.filter((user) => rolesOf(user).some((role) => role.id === record.id))
  const may = can(meta, 'users', 'update') && record['code'] !== 'owner'

  const change = async (id: string, belongs: boolean) => {
    try {
      const user = await resourcesApi.read('users', id)
      const others = rolesOf(user).map((role) => role.id).filter((role) => role !== record.id)
      await resourcesApi.update('users', id, { rev: user.rev, roles: belongs ? [...others, record.id] : others })
      setPerson(null)
      await queries.invalidateQueries({ queryKey: ['list', 'users'] })
      await queries.invalidateQueries({ queryKey: ['record', 'users', id] })
    } catch (error) {
      void message.error(say(error))
    }
  }
  const picked = typeof person === 'object' && person !== null ? (person as Reference).id : typeof person === 'string' ? person : null
  return (
    <section style={{ display: 'grid', gap: 8, marginTop: 16 }}>
      <h2 style={{ fontSize: 14, margin: 0 }}>{t('settings.members')}</h2>
      <div className="hk-row">
        {members.map((user) => (
          <Tag key={user.id} closable={may} onClose={(event) => { event.preventDefault(); void change(user.id, false) }}>
            <Link to={recordPath('users', user.id)}>{referenceText(user['name'] || user['username'])}</Link>
          </Tag>
        ))}
        {members.length === 0 ? <span className="hk-muted">{t('settings.members.none')}</span> : null}
      </div>
      {may ? (
        <div className="hk-row" style={{ flexWrap: 'nowrap', maxWidth: 360 }}>
          <ReferencePicker resource="users" value={person} multiple={false} label={t('settings.members.person')} required={false} onChange={setPerson} />
          <Button disabled={!picked} onClick={() => picked && void change(picked, true)}>{t('settings.members.add')}</Button>
        </div>
      ) : null}
    </section>
  )
}
