import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { purchasingApi } from '@/api'
import { Notice } from '@/kit'
import { documentPath } from '@/resource/meta'

/** What was just made, to go on with. */
export function MadeOrders({ orders }: { orders: Awaited<ReturnType<typeof purchasingApi.order>> }) {
  const { t } = useTranslation()
  if (orders.length === 0) return null
  return (
    <Notice tone="plain" messages={[]}>
      <span>{t('purchasing.made', { count: orders.length })}</span>{' '}
      {orders.map((order) => <Link key={order.id} to={documentPath(order.type, order.id)} style={{ marginRight: 12 }}>{order.number}</Link>)}
    </Notice>
  )
}
