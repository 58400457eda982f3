import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { configApi } from '@/api'
import { Notice } from '@/kit'

/** Who would notice if a field were changed or taken away: views, formulas, flows, papers, dashboards, roles, programs. */
export function FieldUsers({ target, name, label }: { target: string; name: string; label: string }) {
  const { t } = useTranslation()
  const users = useQuery({ queryKey: ['field-users', target, name], queryFn: () => configApi.fieldUsers(target, name), staleTime: 0, retry: false })
  if (!users.data) return null
  if (users.data.length === 0) return <p className="hk-muted">{t('settings.uses.none', { label })}</p>
  return (
    <div style={{ marginBottom: 12 }}><Notice tone="amber" messages={[]}>
      <strong>{t('settings.uses', { label })}</strong>
      <ul style={{ margin: '4px 0 0', paddingLeft: 20 }}>
        {users.data.map((one) => <li key={one.kind}>{one.page ? <Link to={one.page}>{one.kind}</Link> : one.kind}：{one.names.join('、')}</li>)}
      </ul>
    </Notice></div>
  )
}
