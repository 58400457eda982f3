import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useMeta } from '../../meta'
import { ANY } from './grants'

/** What actions, hidden values and things that are neither documents nor records are called. */
export function useActionWords() {
  const { t } = useTranslation()
  const meta = useMeta()
  return useMemo(() => {
    const others: Record<string, string> = {
      [ANY]: t('resource.grants.any'), stock: t('resource.grants.stock'), reports: t('resource.grants.reports'), dashboard: t('resource.grants.dashboard'),
      periods: t('resource.grants.periods'), system: t('resource.grants.system'), 'saved-views': t('resource.grants.views'),
    }
    const actions: Record<string, string> = {
      ...Object.fromEntries(meta.document_types.flatMap((type) => type.transitions.map((one) => [one.name, one.label]))),
      [ANY]: t('resource.grants.every'), view: t('resource.grants.view'), create: t('resource.grants.create'), update: t('resource.grants.update'), delete: t('resource.delete'),
      print: t('resource.grants.print'), import: t('resource.import'), export: t('resource.grants.export'), close: t('resource.grants.close'), check: t('resource.grants.check'),
      reopen: t('resource.grants.reopen'), exceed: t('resource.grants.exceed'), stop: t('resource.grants.stop'), share: t('resource.grants.share'),
    }
    const masks: Record<string, string> = { cost: t('resource.mask.cost'), purchase_price: t('resource.mask.purchasePrice'), margin: t('resource.mask.margin') }
    return { actions, others, masks }
  }, [meta, t])
}
