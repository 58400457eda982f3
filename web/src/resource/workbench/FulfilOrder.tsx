import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, DatePicker, Input } from 'antd'
import dayjs from 'dayjs'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { documentErrors, documentsApi, isApiError, packagesApi, stockApi } from '@/api'
import type { DocumentDraft, DocumentErrors, DocumentLine, Reference, Values } from '@/api'
import { ErrorState, Notice, Skeleton, formatQuantity, referenceText, todayIn, useCommands, useErrorText } from '@/kit'
import { ScanField } from '@/kit/ScanField'
import { placeLines } from '../documents/useActions'
import { bringsLots } from '../documents/lots/lots'
import { useConfirm } from '../documents/useConfirm'
import { wireHeader } from '../documents/header'
import { referenceId } from '../fields/values'
import { documentPath, useDocType, useMeta } from '../meta'
import { canGo } from './canGo'
import { addPackage, addScanned, countedLines, differs, isWrong } from './fulfil'
import type { FulfilLine } from './fulfil'
import { FulfilLineRow } from './FulfilLineRow'
import type { FulfilTexts } from './FulfilPage'
import { firstLines, useBeside, warehouseOf } from './useBeside'
import type { Beside } from './useBeside'

interface FulfilOrderProps {
  order: string
  targetType: string
  texts: FulfilTexts
  outgoing: boolean
  onDone: () => void
}

export function FulfilOrder(props: FulfilOrderProps) {
  const { order, targetType, outgoing } = props
  const draft = useQuery({
    queryKey: ['push-down', order, targetType],
    queryFn: () => documentsApi.pushDown([order], targetType),
    staleTime: Infinity,
    gcTime: 0,
  })
  const beside = useBeside({ draft: draft.data, order, targetType, outgoing })
  if (draft.isError) return <ErrorState error={draft.error} onRetry={() => void draft.refetch()} />
  if (draft.isPending || beside === null) return <Skeleton rows={8} />
  return <Work {...props} draft={draft.data} beside={beside} />
}

const NONE: DocumentErrors = { general: [], header: {}, lines: {} }
/** Long enough to be read and followed. */
const LINK_SECONDS = 10

function Work({ order, targetType, texts, outgoing, onDone, draft, beside }: FulfilOrderProps & { draft: DocumentDraft; beside: Beside }) {
  const { t } = useTranslation()
  const meta = useMeta()
  const say = useErrorText()
  const spec = useDocType(targetType)
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const confirm = useConfirm()
  const [lines, setLines] = useState<FulfilLine[]>(() => firstLines(draft, beside))
  const [header, setHeader] = useState<Values>(() => ({ ...draft.header, business_date: todayIn(meta.book.timezone, new Date()) }))
  const [errors, setErrors] = useState<DocumentErrors>(NONE)
  const [busy, setBusy] = useState<'post' | 'draft' | null>(null)
  const [hit, setHit] = useState<string | null>(null)
  const warehouse = warehouseOf(draft, header)
  const goes = useMemo(() => canGo(lines, beside.held), [lines, beside.held])
  const changed = lines.filter(differs).length
  const empty = lines.filter((line) => line.counted.trim() === '').length

  const set = (key: string, counted: string) => setLines((known) => known.map((line) => (line.key === key ? { ...line, counted } : line)))

  const binsOf = (line: FulfilLine, index: number) => {
    const place = referenceId(line.line['warehouse']) ?? warehouse
    const label = spec?.line_fields.find((field) => field.name === 'bin')?.label
    return place && label && (beside.bins || line.line['bin'] || errors.lines[index]?.['bin']) ? { label, warehouse: place } : null
  }

  const change = (key: string, values: Partial<DocumentLine>) => setLines((known) => known.map((one) => (one.key === key ? { ...one, line: { ...one.line, ...values } } : one)))
  const lotOf = (line: FulfilLine) => {
    if (!spec || !bringsLots(spec) || !beside.context[line.item.id]?.tracking) return null
    const expires = line.line['expiry_date']
    return { number: (line.line['lot'] as Reference | null | undefined)?.code ?? '', expires: typeof expires === 'string' ? expires : null }
  }

  const scan = async (code: string) => {
    try {
      const found = await stockApi.scan(code)
      if (found.package && spec) {
        await takePackage(found.package)
        return
      }
      const item = found.item?.id ?? (found.kind === 'item' ? found.id : undefined)
      const added = item ? addScanned(lines, item, found.quantity ?? '1') : { lines, hit: null }
      if (added.hit === null) {
        void message.warning(t('work.scan.other', { code }))
        return
      }
      setLines(added.lines)
      setHit(added.hit)
    } catch (error) {
      void message.warning(isApiError(error) && error.status === 404 ? t('work.scan.unknown', { code }) : say(error))
    }
  }

  /** Its goods are what goes; where goods come in, what was counted goes into it. */
  const takePackage = async (found: Reference) => {
    if (!spec) return
    const { lines: contents } = await packagesApi.lines(found.id, spec.code, warehouse)
    if (spec.direction === 'IN') {
      setLines((known) => known.map((line) => (line.line['package'] ? line : { ...line, line: { ...line.line, package: found } })))
      void message.success(t('documents.package.into', { code: found.code }))
      return
    }
    const added = addPackage(lines, contents)
    setLines(added.lines)
    setHit(added.hit)
    if (added.left.length > 0) void message.warning(t('work.package.left', { items: added.left.map((one) => referenceText(one['item'])).join(t('documents.comma')) }))
  }

  const finish = async (post: boolean) => {
    if (!spec) return
    const { lines: sent, places } = countedLines(lines)
    setErrors(NONE)
    const wrong = lines.filter(isWrong).length
    if (wrong > 0) {
      setErrors({ ...NONE, general: [t('work.wrong', { count: wrong })] })
      return
    }
    if (sent.length === 0) {
      setErrors({ ...NONE, general: [t('work.nothing')] })
      return
    }
    setBusy(post ? 'post' : 'draft')
    try {
      const made = await confirm((codes) => documentsApi.create({
        type: spec.code, header: wireHeader(spec.header_fields, header), lines: sent,
        ...(post ? { transition: 'post' } : {}), ...(codes.length > 0 ? { confirm: codes } : {}),
      }))
      if (!made) return
      void queries.invalidateQueries({ queryKey: ['list', 'documents'] })
      void queries.invalidateQueries({ queryKey: ['stock'] })
      void queries.invalidateQueries({ queryKey: ['work-queue'] })
      if (!post) {
        void navigate(documentPath(spec.code, made.id))
        return
      }
      void message.success(<span>{t('work.done', { label: spec.label })} <Link to={documentPath(spec.code, made.id)}>{made.number}</Link></span>, LINK_SECONDS)
      onDone()
    } catch (error) {
      setErrors(isApiError(error) && (error.status === 0 || error.status >= 500) ? { ...NONE, general: [say(error)] } : placeLines(documentErrors(error), places))
    } finally {
      setBusy(null)
    }
  }

  useCommands([{ key: 'finish', label: texts.action, shortcut: 'Mod+Enter', disabled: busy !== null, perform: () => void finish(true) }])

  const headMessages = Object.values(errors.header).flat()
  return (
    <>
      <div className="hk-row">
        <strong>{referenceText(header['partner'])}</strong>
        <Link to={documentPath('-', order)} className="hk-muted">{t('work.order')}</Link>
        <span className="hk-muted">{referenceText(header['warehouse'])}</span>
        <span className="hk-grow" />
        <DatePicker value={dayjs(String(header['business_date']))} allowClear={false} aria-label={t('work.date')} onChange={(next) => { if (next) setHeader({ ...header, business_date: next.format('YYYY-MM-DD') }) }} />
        {'external_number' in header || spec?.header_fields.some((field) => field.name === 'external_number') ? (
          <Input style={{ width: 180 }} value={String(header['external_number'] ?? '')} placeholder={spec?.header_fields.find((field) => field.name === 'external_number')?.label ?? ''}
            aria-label={spec?.header_fields.find((field) => field.name === 'external_number')?.label ?? ''} onChange={(event) => setHeader({ ...header, external_number: event.target.value })} />
        ) : null}
      </div>
      <div className="hk-row hk-scan-row" style={{ flexWrap: 'nowrap' }}>
        <div className="hk-grow"><ScanField large autoFocus anywhere onScan={scan} placeholder={t('work.scan')} /></div>
        <Button style={{ height: 48 }} onClick={() => setLines((known) => known.map((line) => ({ ...line, counted: '' })))}>{t('work.clear')}</Button>
        <Button style={{ height: 48 }} onClick={() => setLines((known) => known.map((line) => ({ ...line, counted: goes[line.key] ?? line.expected })))}>{t(outgoing ? 'work.fillCanGo' : 'work.fill')}</Button>
      </div>
      <Notice messages={[...errors.general, ...headMessages]} />
      <div className="hk-panel hk-work-lines">
        <div className="hk-work-line hk-work-line-head">
          <span>{t('documents.item')}</span><span className="hk-num">{texts.expected}</span><span className="hk-num">{outgoing ? t('work.canGo') : ''}</span><span className="hk-num">{texts.counted}</span>
        </div>
        {lines.map((line, index) => (
          <FulfilLineRow key={line.key} line={line} hit={line.key === hit} messages={[...(isWrong(line) ? [t('work.notNumber')] : []), ...Object.values(errors.lines[index] ?? {}).flat()]} counted={texts.counted} expected={texts.expected}
            goes={goes[line.key] ?? null} held={beside.held[line.key] ?? null} onCount={(value) => set(line.key, value)} bins={binsOf(line, index)}
            onBin={(bin) => change(line.key, { bin: bin as Reference | null })} lot={lotOf(line)} onLot={(values) => change(line.key, values)} />
        ))}
      </div>
      <div className="hk-work-foot">
        <span className={changed > 0 ? 'hk-amber hk-grow' : 'hk-muted hk-grow'} role="status">{changed > 0 ? t('work.differences', { count: changed }) : t('work.agrees', { count: formatQuantity(lines.length) })}{empty > 0 ? <> · {t('work.leftOut', { count: empty })}</> : null}</span>
        <Button loading={busy === 'draft'} onClick={() => void finish(false)} style={{ minWidth: 0 }}>{texts.draft}</Button>
        <Button type="primary" loading={busy === 'post'} onClick={() => void finish(true)}>{texts.action}</Button>
      </div>
    </>
  )
}
