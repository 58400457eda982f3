import { useQuery } from '@tanstack/react-query'
import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { peopleApi } from '@/api'
import type { RightScope } from '@/api/people'
import { ErrorState, Notice, Skeleton } from '@/kit'
import { useActionWords } from '@/resource/fields/grants/words'
import { useMeta } from '@/resource/meta'
import { isEverywhere, rightRows } from '../rights'

/** What may this person do? The answer of the server's own rights, not a reading of the roles. */
export function RightsPreview({ user }: { user: string }) {
  const { t } = useTranslation()
  const meta = useMeta()
  const { actions, others, masks } = useActionWords()
  const [wanted, setWanted] = useState('')
  const rights = useQuery({ queryKey: ['rights', user], queryFn: () => peopleApi.rightsOf(user), staleTime: 0 })
  if (rights.isPending) return <Skeleton rows={3} />
  if (rights.isError) return <ErrorState error={rights.error} onRetry={() => void rights.refetch()} />
  const { active, owner, masked } = rights.data
  if (!active) return <p className="hk-muted" style={{ margin: 0 }}>{t('settings.rights.out')}</p>

  const where = (scope: RightScope) => [
    ...(scope.own ? [t('resource.grants.own')] : []),
    ...(scope.warehouses ? [scope.warehouses.map((one) => one.name || one.code || one.id).join(', ')] : []),
    ...(scope.books ? [scope.books.map((one) => one.name || one.code || one.id).join(', ')] : []),
  ].join(' · ')
  const rows = rightRows(rights.data.rights, meta, others).filter((row) => `${row.label} ${row.resource}`.toLowerCase().includes(wanted.trim().toLowerCase()))
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      {owner ? <Notice tone="plain" messages={[t('settings.rights.owner')]} /> : null}
      {masked.length > 0 ? <Notice tone="amber" messages={[t('settings.rights.masked', { names: masked.map((name) => masks[name] ?? name).join(', ') })]} /> : null}
      <Input allowClear value={wanted} placeholder={t('resource.search')} aria-label={t('resource.search')} style={{ maxWidth: 220 }} onChange={(event) => setWanted(event.target.value)} />
      <div className="hk-panel hk-scroll-x" tabIndex={0} role="region" aria-label={t('settings.rights')} style={{ maxHeight: 420, overflowY: 'auto' }}>
        <table className="hk-plain-table">
          <tbody>
            {rows.map((row) => (
              <tr key={row.resource}>
                <th scope="row" style={{ verticalAlign: 'top', whiteSpace: 'nowrap' }}>{row.label}</th>
                <td>
                  {row.parts.map((part) => (
                    <div key={JSON.stringify(part.scopes)}>
                      {part.actions.map((action) => actions[action] ?? action).join(', ')}
                      {isEverywhere(part.scopes) ? null : <span className="hk-muted"> ({part.scopes.map(where).join('; ')})</span>}
                    </div>
                  ))}
                </td>
              </tr>
            ))}
            {rows.length === 0 ? <tr><td className="hk-muted">{t('settings.rights.none')}</td></tr> : null}
          </tbody>
        </table>
      </div>
    </div>
  )
}
