import { useTranslation } from 'react-i18next'
import { FulfilPage } from '@/resource/workbench/FulfilPage'

/** What can go? Ordered beside available, short lines in red. */
export function ShipPage() {
  const { t } = useTranslation()
  return (
    <FulfilPage orderType="sales_order" targetType="shipment" outgoing
      texts={{
        title: t('sales.ship'), search: t('sales.ship.search'), pick: t('sales.ship.pick'), pickText: t('sales.ship.pick.text'),
        none: t('sales.ship.none'), noneText: t('sales.ship.none.text'), expected: t('sales.ship.expected'), counted: t('sales.ship.counted'),
        action: t('sales.ship.action'), draft: t('sales.ship.draft'),
      }} />
  )
}
