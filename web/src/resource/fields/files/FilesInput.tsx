import { CameraOutlined, CloseCircleFilled, EditOutlined, PaperClipOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useContext, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldSpec, KeptFile } from '@/api'
import { Notice, useErrorText } from '@/kit'
import { SignaturePad } from '../SignaturePad'
import { OneFile } from './FilesValue'
import { KeeperContext } from './keeper'
import { shrunk } from './shrink'
import '../fields.css'

interface FilesInputProps {
  id?: string
  field: FieldSpec
  value: unknown
  disabled: boolean
  onChange: (value: KeptFile[] | null) => void
}

/** Photos (on a phone from its camera), files, or a signature drawn by hand. What is chosen goes up at once, and belongs to the record when that is saved. */
export function FilesInput({ id, field, value, disabled, onChange }: FilesInputProps) {
  const { t } = useTranslation()
  const say = useErrorText()
  const keep = useContext(KeeperContext)
  const chooser = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<string[]>([])
  const [drawn, setDrawn] = useState<Blob | null | undefined>(undefined)
  const files = Array.isArray(value) ? (value as KeptFile[]) : []
  const kind = field.format

  const add = async (chosen: File[]) => {
    setBusy(true)
    const told: string[] = []
    const kept: KeptFile[] = []
    // One file that is refused does not keep the others out.
    for (const file of chosen) await shrunk(file).then(keep).then((one) => kept.push(one), (failure: unknown) => told.push(say(failure)))
    setRefused(told)
    setBusy(false)
    if (chooser.current) chooser.current.value = ''
    if (kept.length > 0) onChange(kind === 'signature' ? kept : [...files, ...kept])
  }
  const remove = (file: KeptFile) => {
    const rest = files.filter((one) => one !== file)
    onChange(rest.length > 0 ? rest : null)
  }
  const sign = async () => {
    if (drawn) await add([new File([drawn], 'signature.png', { type: 'image/png' })])
    setDrawn(undefined)
  }

  return (
    <div>
      <div className="hk-files">
        {files.map((file) => (
          <span key={file.id} className="hk-file">
            <OneFile file={file} />
            {disabled ? null : <Button className="hk-file-out" type="text" size="small" shape="circle" icon={<CloseCircleFilled />} aria-label={t('resource.files.remove', { name: file.name })} onClick={() => remove(file)} />}
          </span>
        ))}
        {disabled || drawn !== undefined ? null : kind === 'signature' ? (
          <Button {...(id ? { id } : {})} className="hk-file-add" icon={<EditOutlined />} loading={busy} onClick={() => setDrawn(null)}>{files.length > 0 ? t('resource.sign.again') : t('resource.sign.begin')}</Button>
        ) : (
          <>
            <input ref={chooser} type="file" multiple hidden aria-label={field.label} {...(kind === 'photo' ? { accept: 'image/*' } : {})} onChange={(event) => void add(Array.from(event.target.files ?? []))} />
            <Button {...(id ? { id } : {})} className="hk-file-add" icon={kind === 'photo' ? <CameraOutlined /> : <PaperClipOutlined />} loading={busy} onClick={() => chooser.current?.click()}>
              {busy ? t('resource.files.busy') : kind === 'photo' ? t('resource.files.photo') : t('resource.files.add')}
            </Button>
          </>
        )}
      </div>
      {drawn !== undefined ? (
        <>
          <SignaturePad onChange={setDrawn} />
          <div className="hk-row"><Button type="primary" disabled={!drawn} loading={busy} onClick={() => void sign()}>{t('resource.sign.done')}</Button><Button onClick={() => setDrawn(undefined)}>{t('resource.cancel')}</Button></div>
        </>
      ) : null}
      <Notice messages={refused} />
    </div>
  )
}
