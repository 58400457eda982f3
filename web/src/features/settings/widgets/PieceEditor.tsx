import { Button, Drawer, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { configApi } from '@/api'
import type { Compared, Contents, Piece } from '@/api/config'
import { Notice, useErrorText } from '@/kit'
import { reasonsOf } from '../reasons'

interface PieceEditorProps {
  id: string
  contents: Contents
  piece: Compared
  onClose: () => void
  onSaved: () => void
}

/** What the package wants of one piece, as data; nothing takes effect before it is published. */
export function PieceEditor({ id, contents, piece, onClose, onSaved }: PieceEditorProps) {
  const { t } = useTranslation()
  const say = useErrorText()
  const kept = contents.contents[piece.part]?.[piece.key] ?? null
  const [text, setText] = useState(kept === null ? '' : JSON.stringify(kept, null, 2))
  const [wrong, setWrong] = useState<string[]>([])
  const [busy, setBusy] = useState(false)
  const save = async (wanted: () => Piece | null) => {
    setBusy(true)
    try {
      await configApi.changePiece(id, { rev: contents.rev, part: piece.part, key: piece.key, piece: wanted() })
      onSaved()
    } catch (failure) {
      setWrong(failure instanceof SyntaxError ? [t('settings.cases.notJson')] : reasonsOf(failure, say))
      setBusy(false)
    }
  }
  return (
    <Drawer open size={640} styles={{ wrapper: { maxWidth: '96vw' } }} title={`${piece.part_label} · ${piece.title}`} onClose={onClose} footer={(
      <div className="hk-row">
        <Button type="primary" loading={busy} disabled={text.trim() === ''} onClick={() => void save(() => JSON.parse(text) as Piece)}>{t('resource.save')}</Button>
        {kept === null ? null : <Button danger loading={busy} onClick={() => void save(() => null)}>{t('settings.packages.wish.gone')}</Button>}
        <Button onClick={onClose}>{t('resource.cancel')}</Button>
      </div>
    )}>
      {wrong.length > 0 ? <Notice messages={wrong} /> : null}
      <p className="hk-muted">{t('settings.packages.piece.about')}</p>
      <Input.TextArea value={text} spellCheck={false} autoSize={{ minRows: 14, maxRows: 36 }} aria-label={piece.title} onChange={(event) => setText(event.target.value)} style={{ fontFamily: 'ui-monospace, SFMono-Regular, Menlo, monospace', fontSize: 12 }} />
    </Drawer>
  )
}
