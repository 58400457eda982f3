import { App } from 'antd'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { confirmableCodes, isApiError } from '@/api'

/** Runs a write; when the server asks "are you sure", asks the user and repeats it with the confirmed codes. */
export function useConfirm() {
  const { t } = useTranslation()
  const { modal } = App.useApp()

  return useCallback(
    async function attempt<T>(write: (confirm: string[]) => Promise<T>, given: string[] = []): Promise<T | null> {
      try {
        return await write(given)
      } catch (error) {
        const codes = confirmableCodes(error)
        if (codes.length === 0 || !isApiError(error)) throw error
        const messages = [...new Set(error.items.map((item) => item.message))]
        const agreed = await modal.confirm({
          title: t('documents.confirm.title'),
          content: messages.length === 1 ? messages[0] : <ul style={{ paddingLeft: 18 }}>{messages.map((text) => <li key={text}>{text}</li>)}</ul>,
          okText: t('documents.confirm.ok'),
          cancelText: t('resource.cancel'),
        })
        return agreed ? attempt(write, [...new Set([...given, ...codes])]) : null
      }
    },
    [modal, t],
  )
}
