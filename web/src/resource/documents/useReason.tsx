import { App, Input } from 'antd'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { AllowedTransition } from '@/api'

interface Question {
  title: string
  text?: string
  needsReason: boolean
  danger: boolean
}

/** Asks for a reason, or for a yes before something that cannot simply be taken back. Null: the user went away. */
export function useReason() {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  return useCallback(
    async ({ title, text, needsReason, danger }: Question): Promise<string | null> => {
      let reason = ''
      const agreed = await modal.confirm({
        title,
        content: (
          <>
            {text ? <p>{text}</p> : null}
            {needsReason ? (
              <Input.TextArea autoFocus rows={3} aria-label={t('documents.reason')} placeholder={t('documents.reason')} onChange={(event) => { reason = event.target.value }} />
            ) : null}
          </>
        ),
        okText: title,
        cancelText: t('resource.cancel'),
        okButtonProps: { danger },
        onOk: () => (needsReason && reason.trim() === '' ? Promise.reject(new Error('reason')) : undefined),
      })
      return agreed ? reason.trim() : null
    },
    [modal, t],
  )
}

export const mustAsk = (transition: AllowedTransition): boolean => transition.needs_reason === true || transition.danger === true
