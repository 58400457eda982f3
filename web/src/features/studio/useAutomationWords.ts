import { useTranslation } from 'react-i18next'

/** Words of triggers and actions. */
export function useAutomationWords() {
  const { t } = useTranslation()
  const happens: Record<string, string> = {
    create: t('studio.auto.verb.create'), edit: t('studio.auto.verb.edit'), submit: t('studio.auto.verb.submit'), approve: t('studio.auto.verb.approve'), reject: t('studio.auto.verb.reject'), post: t('studio.auto.verb.post'),
    reverse: t('studio.auto.verb.reverse'), void: t('studio.auto.verb.void'), stop: t('studio.auto.verb.stop'), reopen: t('studio.auto.verb.reopen'), unapprove: t('studio.auto.verb.unapprove'), any: t('studio.auto.verb.any'),
  }
  return {
    happens,
    triggers: { document: t('studio.auto.kind.document'), record: t('studio.auto.kind.record'), time: t('studio.auto.kind.time'), date: t('studio.auto.kind.date'), webhook: t('studio.auto.kind.webhook') } as Record<string, string>,
    actions: { create: t('studio.auto.do.create'), change: t('studio.auto.do.change'), record: t('studio.auto.do.record'), notify: t('studio.auto.do.notify'), webhook: t('studio.auto.do.webhook'), submit: t('studio.auto.do.submit') } as Record<string, string>,
    verbs: { ...happens, update: t('studio.auto.verb.edit'), time: t('studio.auto.kind.time'), date: t('studio.auto.kind.date'), call: t('studio.auto.kind.webhook') } as Record<string, string>,
    weekdays: [t('studio.auto.w1'), t('studio.auto.w2'), t('studio.auto.w3'), t('studio.auto.w4'), t('studio.auto.w5'), t('studio.auto.w6'), t('studio.auto.w7')],
    kinds: { text: t('studio.auto.text'), number: t('studio.auto.number'), date: t('studio.auto.dateKind'), bool: t('studio.auto.bool') } as Record<string, string>,
  }
}
