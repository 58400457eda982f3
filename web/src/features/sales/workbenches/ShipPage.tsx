import { useTranslation } from 'react-i18next'
import { FulfilPage } from '@/resource/workbench/FulfilPage'

function Ship({ from, title }: { from: string; title: string }) {
  const { t } = useTranslation()
  return (
    <FulfilPage orderType={from} targetType="shipment" outgoing
      texts={{
        title, search: t('sales.ship.search'), pick: t('sales.ship.pick'), pickText: t('sales.ship.pick.text'),
        none: t('sales.ship.none'), noneText: t('sales.ship.none.text'), expected: t('sales.ship.expected'), counted: t('sales.ship.counted'),
        action: t('sales.ship.action'), draft: t('sales.ship.draft'),
      }} />
  )
}

/** What can go? Ordered beside available, short lines in red. */
export function ShipPage() {
  const { t } = useTranslation()
  return <Ship from="sales_order" title={t('sales.ship')} />
}

/** The same for what the office told the warehouse to ship. */
export function ShipNoticesPage() {
  const { t } = useTranslation()
  return <Ship from="delivery_notice" title={t('sales.shipNotices')} />
}
