import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { documentsApi, isApiError, stockApi } from '@/api'
import type { HkDocument } from '@/api'
import { ErrorState, Notice, Page, Skeleton, useCommands, useErrorText } from '@/kit'
import { ScanField } from '@/kit/ScanField'
import { headerOf, wireHeader } from '@/resource/documents/header'
import { useConfirm } from '@/resource/documents/useConfirm'
import { documentPath, useDocType } from '@/resource/meta'
import { byBin, countLine, scanned, setCounted, wireCount } from '../count'
import { CountLineCard } from '../widgets/CountLineCard'
import '../count.css'

export function CountPage() {
  const { id = '' } = useParams()
  const sheet = useQuery({ queryKey: ['document', id], queryFn: () => documentsApi.read(id), staleTime: Infinity })
  if (sheet.isPending) return <Skeleton />
  if (sheet.isError) return <ErrorState error={sheet.error} onRetry={() => void sheet.refetch()} />
  return <CountSheet key={sheet.data.rev} sheet={sheet.data} />
}

/** Count: bin by bin, big digits, the book quantity hidden. */
function CountSheet({ sheet }: { sheet: HkDocument }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const spec = useDocType(sheet.type)
  const { message } = App.useApp()
  const confirm = useConfirm()
  const [lines, setLines] = useState(() => sheet.lines.map(countLine))
  const [bin, setBin] = useState<string | null>(null)
  const [hit, setHit] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const groups = useMemo(() => byBin(lines), [lines])
  const counted = lines.filter((line) => line.counted !== '').length
  const open = ['draft', 'submitted'].includes(sheet.state.toLowerCase())

  const scan = async (code: string) => {
    try {
      const found = await stockApi.scan(code)
      if (found.kind === 'bin') {
        const binId = found.bin?.id ?? found.id ?? null
        setBin(binId)
        document.getElementById(`bin-${binId}`)?.scrollIntoView({ block: 'start' })
        return
      }
      const item = found.item ?? (found.id ? { id: found.id } : null)
      if (!item) throw new Error(code)
      const added = scanned(lines, item.id, bin, found.quantity ?? '1')
      if (added) {
        setLines(added.lines)
        setHit(added.key)
        return
      }
      const place = groups.find((group) => (group.bin?.id ?? null) === bin)?.bin ?? null
      const key = `new-${lines.length}`
      setLines([...lines, { key, line: {}, item, bin: place, lot: null, unit: found.unit?.name, counted: found.quantity ?? '1' }])
      setHit(key)
      void message.info(t('warehousing.count.found', { code }))
    } catch (failure) {
      void message.warning(isApiError(failure) && failure.status !== 404 ? say(failure) : t('warehousing.count.unknown', { code }))
    }
  }

  const save = async (submit: boolean) => {
    if (!spec) return
    setBusy(true)
    setError(null)
    try {
      const saved = await confirm((codes) => documentsApi.replace(sheet.id, {
        rev: sheet.rev, header: wireHeader(spec.header_fields, headerOf(spec, sheet)), lines: wireCount(lines, new Date().toISOString()),
        ...(codes.length > 0 ? { confirm: codes } : {}),
      }))
      if (!saved) return
      const done = submit ? await confirm((codes) => documentsApi.transition(sheet.id, { transition: 'submit', rev: saved.rev, ...(codes.length > 0 ? { confirm: codes } : {}) })) : saved
      queries.setQueryData(['document', sheet.id], done ?? saved)
      void message.success(t('warehousing.count.saved'))
      if (submit && done) void navigate(documentPath(sheet.type, sheet.id))
    } catch (failure) {
      setError(say(failure))
    } finally {
      setBusy(false)
    }
  }

  useCommands([{ key: 'save', label: t('warehousing.count.save'), shortcut: 'Mod+Enter', perform: () => void save(false) }])

  return (
    <Page title={`${t('warehousing.count')} ${sheet.number}`} mark={<span className="hk-muted">{t('warehousing.count.progress', { counted, total: lines.length })}</span>}>
      {open ? <ScanField large autoFocus onScan={scan} placeholder={t('warehousing.count.scan')} /> : null}
      {error ? <Notice messages={[error]} /> : null}
      <div className="hk-count">
        {groups.map((group) => (
          <section key={group.bin?.id ?? 'none'} id={`bin-${group.bin?.id ?? ''}`} className={bin !== null && group.bin?.id === bin ? 'hk-count-here' : ''}>
            <h2>{group.bin?.code ?? group.bin?.name ?? t('warehousing.count.noBin')}</h2>
            {group.lines.map((line) => (
              <CountLineCard key={line.key} line={line} hit={line.key === hit} disabled={!open} onCount={(value) => setLines((known) => setCounted(known, line.key, value))} />
            ))}
          </section>
        ))}
      </div>
      {open ? (
        <div className="hk-count-foot">
          <Button loading={busy} onClick={() => void save(false)}>{t('warehousing.count.save')}</Button>
          <Button type="primary" loading={busy} disabled={counted === 0} onClick={() => void save(true)}>{t('warehousing.count.submit')}</Button>
        </div>
      ) : null}
    </Page>
  )
}
