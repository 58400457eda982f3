import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { approvalsApi, documentsApi, isApiError } from '@/api'
import type { HkDocument, InstanceAction, TaskAction } from '@/api'
import { useErrorText } from '@/kit'
import { ActDialog } from './ActDialog'
import type { Said } from './ActDialog'
import { ACTIONS, asks } from './actions'
import type { AnyAction, Asked } from './actions'
import { useChoice } from './useChoice'

export interface Subject {
  /** Of the task, for what its assignee does; null for what anybody concerned does with the whole run. */
  task: string | null
  rev: number
  document: string
  title: string
  asked: Asked
  returnable: { id: string; name: string }[]
  /** For fields the node opens. */
  whole: HkDocument | null
}

const OF_RUN = new Set<AnyAction>(['withdraw', 'urge', 'comment', 'retry'])

/** Does what was chosen for an approval: at once, or after a dialog asked what has to be said with it. */
export function useAct(onDone: () => void) {
  const { t } = useTranslation()
  const say = useErrorText()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const choose = useChoice()
  const [asking, setAsking] = useState<{ subject: Subject; action: AnyAction } | null>(null)
  const [busy, setBusy] = useState<string | null>(null)

  const renew = (document: string) => {
    for (const key of [['document', document], ['document-side', document], ['approval-tasks'], ['menu-badge'], ['work-queue'], ['list', 'documents']]) void queries.invalidateQueries({ queryKey: key })
  }

  const send = async (subject: Subject, action: AnyAction, said: Said) => {
    try {
      if (subject.task === null || OF_RUN.has(action)) {
        await approvalsApi.onInstance(subject.document, action as InstanceAction, said.comment ? { comment: said.comment } : {})
      } else {
        const { signature, ...rest } = said
        const drawn = signature ? await documentsApi.addAttachment(subject.document, new File([signature], 'signature.png', { type: 'image/png' })) : null
        const body = { action: action as TaskAction, rev: subject.rev, ...rest, ...(drawn ? { signature: drawn.id } : {}) }
        const task = subject.task
        await choose(body, 'next_people', (given) => approvalsApi.act(task, given))
      }
    } catch (error) {
      // Somebody was faster: what is on screen is old.
      if (isApiError(error) && (error.status === 409 || error.status === 404)) renew(subject.document)
      throw error
    }
    renew(subject.document)
    void message.success(t('approval.done', { action: t(ACTIONS[action].text) }))
    onDone()
  }

  const start = (subject: Subject, action: AnyAction, said: Said = {}) => {
    if (asks(action, subject.asked)) {
      setAsking({ subject, action })
      return
    }
    setBusy(`${subject.task ?? subject.document}:${action}`)
    send(subject, action, said).catch((error: unknown) => void message.error(say(error))).finally(() => setBusy(null))
  }

  const dialog = asking ? (
    <ActDialog action={asking.action} title={asking.subject.title} asked={asking.subject.asked} returnable={asking.subject.returnable} document={asking.subject.whole}
      onAct={(said) => send(asking.subject, asking.action, said)} onClose={() => setAsking(null)} />
  ) : null
  return { start, dialog, busy, open: (subject: Subject, action: AnyAction) => setAsking({ subject, action }) }
}

