import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { documentErrors, documentsApi, isApiError, messageOf } from '@/api'
import type { ApiError, AllowedTransition, DocTypeSpec, DocumentErrors, HkDocument } from '@/api'
import { useErrorText } from '@/kit'
import { documentPath, useMeta } from '../meta'
import { ruledFields } from '../rules/rules'
import { wireLines } from './grid/model'
import { writableFields } from './lineFields'
import { wireHeader } from './header'
import type { DraftState } from './useDocumentDraft'
import { useConfirm } from './useConfirm'
import { mustAsk, useReason } from './useReason'
import { useChoice } from './approval/useChoice'

const NO_ERRORS: DocumentErrors = { general: [], header: {}, lines: {} }

/** Refusals name the line that was sent; put them beside the row on screen. */
export function placeLines(errors: DocumentErrors, places: number[]): DocumentErrors {
  const lines: DocumentErrors['lines'] = {}
  for (const [index, found] of Object.entries(errors.lines)) lines[places[Number(index)] ?? Number(index)] = found
  return { ...errors, lines }
}

/** What can be done with a document: save, transitions, void; errors go where they belong. */
export function useActions(spec: DocTypeSpec, document: HkDocument | null, draft: DraftState, revision?: { onDone: () => void }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { message, modal } = App.useApp()
  const confirm = useConfirm()
  const ask = useReason()
  const choose = useChoice()
  const zone = useMeta().book.timezone
  const [busy, setBusy] = useState<string | null>(null)
  const [errors, setErrors] = useState<DocumentErrors>(NO_ERRORS)
  const [stale, setStale] = useState<ApiError | null>(null)
  const [builtUpon, setBuiltUpon] = useState(false)

  const fail = (error: unknown, places?: number[]) => {
    setBuiltUpon(isApiError(error) && [error.code, ...error.items.map((item) => item.code)].includes('downstream_exists'))
    if (isApiError(error) && error.code === 'stale_revision') setStale(error)
    else if (isApiError(error) && (error.status === 0 || error.status >= 500 || error.status === 403)) setErrors({ ...NO_ERRORS, general: [say(error)] })
    else setErrors(places ? placeLines(documentErrors(error), places) : documentErrors(error))
  }

  const remember = (saved: HkDocument) => {
    queries.setQueryData(['document', saved.id], saved)
    void queries.invalidateQueries({ queryKey: ['list', 'documents'] })
    void queries.invalidateQueries({ queryKey: ['document-side', saved.id] })
    void queries.invalidateQueries({ queryKey: ['line-context'] })
    void queries.invalidateQueries({ queryKey: ['work-queue'] })
    draft.settle(saved)
  }

  /** Save what is typed; null when it was refused. */
  const save = async (): Promise<HkDocument | null> => {
    const beside = { header: draft.header, moment: { at: Date.now(), zone } }
    const written = writableFields(spec)
    const { lines, places } = wireLines(draft.rows, (line) => ruledFields(written, { ...beside, line }))
    const header = wireHeader(ruledFields(spec.header_fields, beside), draft.header, document !== null)
    setErrors(NO_ERRORS)
    setStale(null)
    const reason = revision ? await ask({ title: t('documents.revise'), text: t('documents.revise.text'), needsReason: true, danger: false }) : ''
    if (reason === null) return null
    setBusy('save')
    try {
      const saved = await confirm((codes) => {
        const given = codes.length > 0 ? { confirm: codes } : {}
        if (document && revision) return documentsApi.revise(document.id, { rev: draft.rev ?? document.rev, reason, header, lines, ...given })
        return document
          ? documentsApi.replace(document.id, { rev: draft.rev ?? document.rev, header, lines, ...given })
          : documentsApi.create({ type: spec.code, header, lines, ...given })
      })
      if (!saved) return null
      revision?.onDone()
      remember(saved)
      void message.success(t('documents.saved', { number: saved.number }))
      if (!document) void navigate(documentPath(spec.code, saved.id), { replace: true })
      return saved
    } catch (error) {
      fail(error, places)
      return null
    } finally {
      setBusy(null)
    }
  }

  const run = async (transition: AllowedTransition, on: HkDocument | null = document): Promise<void> => {
    const target = draft.dirty || !on ? await save() : on
    if (!target) return
    let reason: string | undefined
    if (mustAsk(transition)) {
      const given = await ask({ title: transition.label, text: `${spec.label} ${target.number}`, needsReason: transition.needs_reason === true, danger: transition.danger === true })
      if (given === null) return
      reason = given || undefined
    }
    setErrors(NO_ERRORS)
    setBuiltUpon(false)
    setBusy(transition.name)
    try {
      const done = await confirm((codes) =>
        choose({ transition: transition.name, rev: target.rev, ...(reason ? { reason } : {}), ...(codes.length > 0 ? { confirm: codes } : {}) }, 'approvers', (body) => documentsApi.transition(target.id, body)),
      )
      if (!done) return
      // A reversal answers with the mirror document: the original is read again either way.
      const fresh = done.id === target.id ? done : await documentsApi.read(target.id)
      remember(fresh)
      void queries.invalidateQueries({ queryKey: ['books'] })
      void message.success(t('documents.done', { action: transition.label, number: fresh.number }))
    } catch (error) {
      const submit = target.allowed_transitions.find((entry) => entry.name === 'submit' && entry.allowed)
      // A flow decides about such documents: whoever wanted to approve it sends it on its way instead.
      if (submit && transition.name !== 'submit' && isApiError(error) && error.items.some((item) => item.code === 'needs_approval')) {
        setBusy(null)
        if (await modal.confirm({ title: messageOf(error), okText: submit.label, cancelText: t('resource.cancel') })) await run(submit, target)
      } else fail(error)
    } finally {
      setBusy(null)
    }
  }

  /** Another's newer revision was read. */
  const renew = (latest: HkDocument) => {
    queries.setQueryData(['document', latest.id], latest)
    setErrors(NO_ERRORS)
    setStale(null)
  }

  return { busy, errors, stale, builtUpon, tellFollowers: () => setBuiltUpon(true), save, run, renew, clear: () => { setErrors(NO_ERRORS); setStale(null) } }
}
