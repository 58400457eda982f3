import { useTranslation } from 'react-i18next'
import { FulfilPage } from '@/resource/workbench/FulfilPage'

/** What arrived? Expected beside counted, differences in amber. */
export function ReceivePage() {
  const { t } = useTranslation()
  return (
    <FulfilPage orderType="purchase_order" targetType="goods_receipt" outgoing={false}
      texts={{
        title: t('purchasing.receive'), search: t('purchasing.receive.search'), pick: t('purchasing.receive.pick'), pickText: t('purchasing.receive.pick.text'),
        none: t('purchasing.receive.none'), noneText: t('purchasing.receive.none.text'), expected: t('purchasing.receive.expected'), counted: t('purchasing.receive.counted'),
        action: t('purchasing.receive.action'), draft: t('purchasing.receive.draft'),
      }} />
  )
}
