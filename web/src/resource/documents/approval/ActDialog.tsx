import { Input, Modal, Segmented, Select, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HkDocument, Person, Values } from '@/api'
import { Notice, useErrorText } from '@/kit'
import { ACTIONS, EXPLAINED, namesOne, namesPeople, needsComment } from './actions'
import type { AnyAction, Asked } from './actions'
import { EditsForm, missing } from './EditsForm'
import type { Edits } from './EditsForm'
import { PeoplePicker } from './PeoplePicker'
import { SignaturePad } from '../../fields/SignaturePad'

export interface Said {
  comment?: string
  people?: string[]
  target?: string
  resume?: 'replay' | 'direct'
  edits?: { header: Values; lines: Record<string, Values> }
  /** The drawn signature, sent as a file of the document. */
  signature?: Blob
}

interface ActDialogProps {
  action: AnyAction
  title: string
  asked: Asked
  returnable: { id: string; name: string }[]
  /** The document whose fields may be changed; null: it is not at hand. */
  document: HkDocument | null
  onAct: (said: Said) => Promise<void>
  onClose: () => void
}

const NO_EDITS: Edits = { header: {}, lines: {} }

/** What has to be said with an action: comment, people, where to, fields, signature. */
export function ActDialog({ action, title, asked, returnable, document, onAct, onClose }: ActDialogProps) {
  const { t } = useTranslation()
  const say = useErrorText()
  const [comment, setComment] = useState('')
  const [people, setPeople] = useState<Person[]>([])
  const [target, setTarget] = useState(returnable.at(-1)?.id ?? 'start')
  const [resume, setResume] = useState<'usual' | 'replay' | 'direct'>('usual')
  const [edits, setEdits] = useState<Edits>(NO_EDITS)
  const [signature, setSignature] = useState<Blob | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const required = needsComment(action, asked.commentRequired)
  const approves = action === 'approve'
  const opened = approves && document !== null && Object.keys(asked.editable).length > 0
  const lacking = (required && comment.trim() === '') || (namesPeople(action) && people.length === 0) || (approves && asked.signature && !signature) || (opened && missing(document, asked.editable, edits))
  const explained = EXPLAINED[action]
  const phrases = [t('approval.phrase.fine'), t('approval.phrase.checked'), t('approval.phrase.attach')]

  const act = async () => {
    setBusy(true)
    setError(null)
    try {
      await onAct({
        ...(comment.trim() ? { comment: comment.trim() } : {}),
        ...(namesPeople(action) ? { people: people.map((one) => one.id) } : {}),
        ...(action === 'return' ? { target, ...(resume === 'usual' ? {} : { resume }) } : {}),
        ...(opened ? { edits } : {}),
        ...(approves && signature ? { signature } : {}),
      })
      onClose()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal open title={`${t(ACTIONS[action].text)} · ${title}`} okText={t(ACTIONS[action].text)} cancelText={t('resource.cancel')} onCancel={onClose} onOk={() => void act()}
      okButtonProps={{ loading: busy, disabled: lacking, danger: ACTIONS[action].danger ?? false }} width={opened ? 760 : 480}>
      <div className="hk-act">
        {explained ? <p className="hk-muted">{t(explained.text)}</p> : null}
        {error ? <Notice messages={[say(error)]} /> : null}
        {opened ? <EditsForm document={document} fields={asked.fields} edits={edits} onChange={setEdits} /> : null}
        {namesPeople(action) ? <PeoplePicker autoFocus label={t('approval.people')} value={people} onChange={setPeople} {...(namesOne(action) ? { most: 1 } : {})} /> : null}
        {action === 'return' ? (
          <>
            <Select value={target} aria-label={t('approval.return.target')} options={returnable.map((one) => ({ value: one.id, label: one.id === 'start' ? t('approval.return.start') : one.name }))} onChange={setTarget} />
            <Segmented<'usual' | 'replay' | 'direct'> block value={resume} aria-label={t('approval.return.resume')} onChange={setResume}
              options={[{ value: 'usual', label: t('approval.return.usual') }, { value: 'replay', label: t('approval.return.replay') }, { value: 'direct', label: t('approval.return.direct') }]} />
          </>
        ) : null}
        <Input.TextArea rows={3} value={comment} maxLength={2000} autoFocus={!namesPeople(action) && !opened} aria-label={required ? t('approval.comment.needed') : t('approval.comment')}
          placeholder={required ? t('approval.comment.needed') : t('approval.comment')} onChange={(event) => setComment(event.target.value)} />
        {approves ? <div className="hk-row">{phrases.map((phrase) => <Tag.CheckableTag key={phrase} checked={false} onChange={() => setComment(phrase)}>{phrase}</Tag.CheckableTag>)}</div> : null}
        {approves && asked.signature ? <SignaturePad onChange={setSignature} /> : null}
      </div>
    </Modal>
  )
}
