import { App, Button } from 'antd'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { apiUrl, resourcesApi } from '@/api'
import type { AllowedTransition, DocTypeSpec, DocumentDraft, FieldSpec, HkDocument, Values } from '@/api'
import { Notice, Page, StateTag, formatTime, useCommands, usePhone } from '@/kit'
import type { Command } from '@/kit'
import { referenceId } from '../fields/values'
import { can, documentPath, stateLabel, useMeta } from '../meta'
import { ActionBar, reasonOf } from './ActionBar'
import { ApprovalBar } from './approval/ApprovalBar'
import { useApproval } from './approval/useApproval'
import { DocumentTabs } from './tabs/DocumentTabs'
import { LineCards } from './grid/LineCards'
import { LineGrid } from './grid/LineGrid'
import { isBlank } from './grid/model'
import { useGrid } from './grid/useGrid'
import { Followers } from './Followers'
import { HeaderFields } from './HeaderFields'
import { PackageScan, speaksOfPackages } from './PackageScan'
import { SourcePicker } from './SourcePicker'
import { Conflicts, StaleDraft } from './StaleDraft'
import { shownColumns } from '../rules/lines'
import { moneyFor } from './settling'
import { lineMessages } from './lineMessages'
import { gridFields, keepsBins, withContext } from './lineFields'
import { LotDrawer } from './lots/LotDrawer'
import { anyDoubled, anyTracked, bringsLots } from './lots/lots'
import { useLotOffers } from './lots/useLotOffers'
import { useActions } from './useActions'
import { useDocumentDraft } from './useDocumentDraft'
import { useForward } from './useForward'
import { useLineContext } from './useLineContext'
import './document.css'

interface DocumentEditorProps {
  spec: DocTypeSpec
  document: HkDocument | null
  prefill: DocumentDraft | null
  /** What the head of a new document starts with. */
  preset?: Values
  onReload: () => void
}

/** One document, new or saved: head, lines, actions, and what hangs on it. */
export function DocumentEditor({ spec, document, prefill, preset, onReload }: DocumentEditorProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const phone = usePhone()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const state = document?.state.toLowerCase() ?? 'draft'
  const [revising, setRevising] = useState(false)
  const editable = revising || (state === 'draft' && can(meta, spec.code, document ? 'update' : 'create'))
  const draft = useDocumentDraft(spec, document, prefill, editable, preset)
  const actions = useActions(spec, document, draft, revising ? { onDone: () => setRevising(false) } : undefined)
  const context = useLineContext(spec.code, draft.rows, draft.header, editable, draft.takeContext)

  const words = useMemo(
    () => ({ on_hand: t('documents.onHand'), available: t('documents.available'), incoming: t('documents.incoming'), atp: t('documents.atp'), last_price: t('documents.lastPrice') }),
    [t],
  )
  const tracked = anyTracked(draft.rows, context)
  const bins = keepsBins(spec) && Object.values(context).some((one) => one.bin !== undefined)
  const doubled = anyDoubled(draft.rows, context)
  const packed = draft.rows.some(({ line }) => Boolean(line['package']))
  const fields = useMemo(
    () => gridFields(spec, document, editable, words, tracked, bins).filter((field) => (doubled || field.name !== 'second_quantity') && (packed || field.name !== 'package')),
    [spec, document, editable, words, tracked, bins, doubled, packed],
  )
  const rows = useMemo(() => withContext(draft.rows, context), [draft.rows, context])
  const offers = useLotOffers(spec, rows, draft.header, editable && tracked)
  const [sourcing, setSourcing] = useState(false)
  /** Nobody could type its lines. */
  const needsSource = !document && spec.needs_source === true && draft.rows.every(isBlank)
  const [lotRow, setLotRow] = useState<number | null>(null)
  const pathOf = useCallback((resource: string) => meta.resources.find((entry) => entry.name === resource)?.path ?? resource, [meta])
  const beside = { header: draft.header, moment: { at: Date.now(), zone: meta.book.timezone } }
  const columns = shownColumns(fields, rows, beside)
  const grid = useGrid({ spec, fields: columns, rows, onRows: draft.setRows, includesTax: draft.includesTax, pathOf })
  const forward = useForward(spec, draft.header, grid, !document && !phone)

  const lookupExtra = (field: FieldSpec, row: number): Record<string, string> | undefined => {
    const line = rows[row]?.line ?? {}
    const of = (name: string) => referenceId(line[name]) ?? referenceId(draft.header[name])
    const item = referenceId(line['item'])
    if (field.ref === 'bins') {
      const warehouse = field.name.startsWith('to_') ? (of('to_warehouse') ?? of('warehouse')) : of('warehouse')
      return warehouse ? { warehouse } : undefined
    }
    if (field.name !== 'item' && item && ['units', 'lots'].includes(field.ref ?? '')) return { item }
    return field.ref_filter ?? undefined
  }

  const approval = useApproval(document)
  // While people decide, only the flow moves the document: its own bar has the actions.
  const transitions = approval?.status === 'running' ? [] : (document?.allowed_transitions ?? [])
  const primary = transitions.find((entry) => entry.primary && entry.allowed)?.name ?? transitions.find((entry) => entry.primary)?.name ?? null
  // What stands only because others were made from the document can be pressed: the answer is what to undo first.
  const isBuiltUpon = (entry: AllowedTransition) => !entry.allowed && entry.reasons.some((reason) => reason.code === 'downstream_exists')
  const commands: Command[] = transitions.map((entry) => ({
    key: entry.name, label: entry.label, group: spec.label, disabled: (!entry.allowed && !isBuiltUpon(entry)) || actions.busy !== null, danger: entry.danger ?? false,
    ...(entry.allowed || isBuiltUpon(entry) ? {} : { reason: reasonOf(entry) }),
    perform: () => { if (isBuiltUpon(entry)) actions.tellFollowers(); else void actions.run(entry) },
  }))
  if (document && !revising && state === 'approved' && spec.kind === 'order' && !document.stopped && can(meta, spec.code, 'approve')) {
    commands.push({ key: 'revise', label: t('documents.revise'), group: spec.label, disabled: actions.busy !== null, perform: () => setRevising(true) })
  }
  if (revising) commands.push({ key: 'unrevise', label: t('documents.revise.cancel'), group: spec.label, perform: () => { draft.giveUp(); setRevising(false) } })
  const money = moneyFor(document)
  const moneySpec = meta.document_types.find((one) => one.code === money && can(meta, one.code, 'create'))
  const pushes = [...(document?.push_targets ?? []), ...(moneySpec ? [{ type: moneySpec.code, label: moneySpec.label, allowed: true }] : [])]
  const saveCommand: Command | null = editable && (draft.dirty || !document)
    ? { key: 'save', label: revising ? t('documents.revise.save') : t('resource.save'), shortcut: 'Mod+Enter', group: spec.label, disabled: actions.busy !== null, perform: () => void actions.save() }
    : null
  const print = (layout: string) => {
    if (document) window.open(apiUrl(`/documents/${document.id}/print`, { layout }), '_blank', 'noopener')
  }
  useCommands([
    ...(saveCommand ? [saveCommand] : []),
    ...commands,
    ...(document ? spec.prints.map((entry) => ({ key: `print:${entry.layout}`, label: `${t('documents.print')} ${entry.label}`, group: spec.label, perform: () => print(entry.layout) })) : []),
    ...(can(meta, spec.code, 'create') ? [{ key: 'new', label: t('resource.newOf', { label: spec.label }), shortcut: 'Alt+n', group: spec.label, perform: () => void navigate(spec.made_at ?? `/documents/${spec.code}/new`) }] : []),
  ])

  const neighbour = async (step: -1 | 1) => {
    if (!document) return
    const page = await resourcesApi.list('documents', {
      limit: 1, extra: { type: spec.code }, sort: step === 1 ? 'number' : '-number', filter: [['number', step === 1 ? 'gt' : 'lt', document.number]],
    }).catch(() => null)
    const next = page?.items[0]
    if (next) void navigate(documentPath(spec.code, next.id))
    else void message.info(step === 1 ? t('documents.noNext') : t('documents.noPrevious'))
  }

  const stateWords = document ? stateLabel(meta, 'document', document.state) : undefined
  return (
    <Page title={document ? `${spec.label} ${document.number}` : t('resource.newOf', { label: spec.label })}
      mark={document ? <StateTag stamp value={state} label={stateWords?.label} color={stateWords?.color} /> : undefined}
      actions={<ActionBar spec={spec} document={document} save={saveCommand} transitions={commands} primary={primary} busy={actions.busy} onPrint={print}
        pushes={pushes}
        onPush={(target) => void navigate(`/documents/${target.type}/new?${target.type === money ? 'settles' : 'from'}=${document?.id ?? ''}`)} onCopy={() => void navigate(`/documents/${spec.code}/new?copy=${document?.id ?? ''}`)}
        onNeighbour={document && !phone ? (step) => void neighbour(step) : null} />}>
      {document && approval ? <ApprovalBar document={document} approval={approval} onDone={onReload} /> : null}
      {revising ? <Notice tone="plain" messages={[t('documents.revise.text')]} /> : null}
      {draft.kept ? (
        <Notice tone="plain" messages={[]}>
          <span>{t('documents.kept', { at: formatTime(draft.kept.at) })}</span>{' '}
          <Button size="small" type="primary" onClick={draft.restore}>{t('documents.kept.restore')}</Button>{' '}
          <Button size="small" type="text" onClick={draft.forgetKept}>{t('documents.kept.drop')}</Button>
        </Notice>
      ) : null}
      {actions.stale && document ? (
        <StaleDraft spec={spec} document={document} draft={draft} error={actions.stale} onMerged={actions.renew} onReload={() => { actions.clear(); draft.giveUp(); onReload() }} />
      ) : <Conflicts draft={draft} />}
      <Notice messages={[...actions.errors.general, ...lineMessages(actions.errors).map(({ message: text, line, count }) => t('documents.lineRefused', { text, line, count }))]} />
      {actions.builtUpon && document ? <Followers document={document} /> : null}
      {needsSource ? (
        <Notice tone="plain" messages={[]}>
          <span>{t('documents.sources.needs', { types: meta.document_types.filter((one) => spec.source_types.includes(one.code)).map((one) => one.label).join(t('documents.comma')) })}</span>{' '}
          <Button size="small" type="primary" onClick={() => setSourcing(true)}>{t('documents.sources')}</Button>
        </Notice>
      ) : null}
      {sourcing ? <SourcePicker spec={spec} partner={referenceId(draft.header['partner'])} onClose={() => setSourcing(false)} /> : null}
      <HeaderFields spec={spec} values={draft.header} document={document} editable={editable} errors={actions.errors.header} onChange={draft.setHeader} onEntered={phone ? undefined : forward} />
      {editable && !revising && speaksOfPackages(spec) && !needsSource ? <PackageScan spec={spec} header={draft.header} rows={draft.rows} onHeader={draft.setHeader} onRows={draft.setRows} /> : null}
      {fields.length === 0 || needsSource ? null : phone ? (
        <LineCards grid={grid} readOnly={!editable} errors={actions.errors.lines} lookupExtra={lookupExtra} offers={offers} onLots={setLotRow} beside={beside} />
      ) : (
        <LineGrid grid={grid} beside={beside} readOnly={!editable} errors={actions.errors.lines} lookupExtra={lookupExtra} label={t('documents.lines')} offers={offers} onLots={setLotRow} saved={document && !editable ? { id: document.id, rev: document.rev } : undefined}
          outgoing={spec.direction === 'OUT' || spec.direction === 'MOVE' || spec.room === 'sales'} />
      )}
      {lotRow !== null && rows[lotRow] ? (
        <LotDrawer key={rows[lotRow].key} line={rows[lotRow].line} offers={offers[rows[lotRow].key] ?? []} incoming={bringsLots(spec)} onClose={() => setLotRow(null)} onTake={(values) => grid.set(lotRow, values)} />
      ) : null}
      {document ? <DocumentTabs spec={spec} document={document} approval={approval} /> : null}
    </Page>
  )
}
