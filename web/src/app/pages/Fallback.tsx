import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, Navigate, useLocation } from 'react-router'
import { EmptyState } from '@/kit'
import { useMeta } from '@/resource/meta'

/** Addresses without a page: short forms of records are led to theirs, the rest is told so. */
export function Fallback() {
  const { t } = useTranslation()
  const meta = useMeta()
  const { pathname, search } = useLocation()
  const [first = '', second] = pathname.split('/').filter(Boolean)
  const resource = meta.resources.find((spec) => spec.name === first || spec.path === first)
  if (resource) {
    return <Navigate to={`/records/${resource.name}${second ? `/${second}` : ''}${search}`} replace />
  }
  return (
    <EmptyState title={t('app.notFound')} text={t('app.notFound.text')}>
      <Link to="/">
        <Button type="primary">{t('app.toHome')}</Button>
      </Link>
    </EmptyState>
  )
}
