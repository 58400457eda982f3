import { RedoOutlined, UndoOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { approvalsApi, formulasApi } from '@/api'
import type { FlowDraft, FlowProblem, FlowTree, GatewayKind, RecordRow, Simulation } from '@/api'
import { Notice, Page, StateTag, useErrorText } from '@/kit'
import { can, useDocType, useMeta } from '@/resource/meta'
import { CanvasContext } from '../canvas'
import { answerKey } from '../keys'
import { filled, isBranch, placeOf, regate, update } from '../tree'
import { useEdits } from '../useEdits'
import { useFlow } from '../useFlow'
import type { Kept } from '../useFlow'
import { titleOf, useNames, useSummary } from '../useWords'
import { FlowSettings } from './FlowSettings'
import { FlowTreeView } from './FlowTreeView'
import { NodeDrawer } from './NodeDrawer'
import { PublishDialog } from './PublishDialog'
import { SimulationPanel } from './SimulationPanel'
import { Versions } from './Versions'

const KEPT: Record<Kept, { text: string }> = {
  kept: { text: 'approvals.kept' }, waiting: { text: 'approvals.keeping' }, keeping: { text: 'approvals.keeping' }, failed: { text: 'approvals.keepFailed' },
}
type Aside = 'versions' | 'publish' | 'settings' | null

function byNode(problems: FlowProblem[]): Map<string, FlowProblem[]> {
  const found = new Map<string, FlowProblem[]>()
  for (const one of problems) found.set(one.node ?? '', [...(found.get(one.node ?? '') ?? []), one])
  return found
}

/** The drawing of a flow with all that belongs to it: drawer of a node, versions, publishing, trial on real documents. */
export function FlowDesigner({ record, type, draft }: { record: RecordRow; type: string; draft: FlowDraft }) {
  const { t, i18n } = useTranslation()
  const say = useErrorText()
  const meta = useMeta()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const names = useNames()
  const spec = useDocType(type)
  const mayChange = can(meta, 'workflows', 'update')
  const flow = useFlow(record.id, draft.tree, draft.problems)
  const [selected, setSelected] = useState<string | null>(null)
  const [aside, setAside] = useState<Aside>(null)
  const [looking, setLooking] = useState<number | null>(null)
  const [trial, setTrial] = useState<Simulation | null>(null)
  const [lit, setLit] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const { data: words } = useQuery({ queryKey: ['formula-words', type, i18n.language], queryFn: () => formulasApi.words(type), staleTime: 300_000 })
  const old = useQuery({ queryKey: ['flow-version', record.id, looking], queryFn: async () => filled((await approvalsApi.version(record.id, looking ?? 0)).tree), enabled: looking !== null, staleTime: Infinity })
  const { summary } = useSummary(type, words)
  const tree: FlowTree = looking !== null && old.data ? old.data : flow.tree
  const readOnly = !mayChange || looking !== null
  const edits = useEdits(flow.tree, flow.change, setSelected)
  const path = trial?.rows.find((row) => row.document.id === lit)?.steps.map((step) => step.node)

  const simulate = async () => {
    setBusy(true)
    setError(null)
    try {
      if (mayChange) await flow.keep()
      setTrial(await approvalsApi.simulate(record.id))
      setLit(null)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const publish = async (note: string) => {
    if (!(await flow.keep())) return
    await approvalsApi.publish(record.id, note)
    void message.success(t('approvals.published', { name: String(record['name'] ?? '') }))
    for (const key of [['flow-versions', record.id], ['record', 'workflows', record.id], ['list', 'workflows']]) void queries.invalidateQueries({ queryKey: key })
  }
  const nameOf = (id: string | null) => {
    const place = id ? placeOf(flow.tree, id) : null
    return !place ? '' : isBranch(place) ? place.name : titleOf(place, t('approvals.start'))
  }
  const active = record['active'] !== false
  return (
    <CanvasContext value={{
      ...edits, readOnly, selected, summary, problems: looking === null ? byNode(flow.problems) : new Map(), counts: trial?.counts ?? null, passed: path ? new Set(path) : null,
      select: setSelected,
    }}>
      <Page title={String(record['name'] ?? t('approvals.flow'))} mark={<><span className="hk-muted">{spec?.label ?? type}</span>{active ? null : <StateTag value="void" label={t('approvals.inactive')} />}</>}
        actions={
          <>
            {readOnly ? null : (
              <>
                <Button type="text" icon={<UndoOutlined />} disabled={!flow.canUndo} aria-label={t('approvals.undo')} title={`${t('approvals.undo')} Ctrl Z`} onClick={flow.undo} />
                <Button type="text" icon={<RedoOutlined />} disabled={!flow.canRedo} aria-label={t('approvals.redo')} title={`${t('approvals.redo')} Ctrl Y`} onClick={flow.redo} />
              </>
            )}
            <Button onClick={() => setAside('settings')}>{t('approvals.settings')}</Button>
            <Button onClick={() => { setSelected(null); setAside('versions') }}>{t('approvals.versions')}</Button>
            <Button loading={busy} onClick={() => void simulate()}>{t('approvals.simulate')}</Button>
            {readOnly ? null : <Button type="primary" onClick={() => setAside('publish')}>{t('approvals.publish')}</Button>}
          </>
        }>
        {error ? <Notice messages={[say(error)]} /> : null}
        {flow.kept === 'failed' ? <Notice messages={[say(flow.error)]}>{' '}<Button size="small" onClick={() => void flow.keep()}>{t('kit.retry')}</Button></Notice> : null}
        {looking !== null ? (
          <Notice tone="plain" messages={[]}>{t('approvals.version.looking', { no: looking })}{' '}
            <Button size="small" onClick={() => setLooking(null)}>{t('approvals.version.back')}</Button>{' '}
            {mayChange && old.data ? <Button size="small" onClick={() => { flow.change(old.data); setLooking(null) }}>{t('approvals.version.restore')}</Button> : null}
          </Notice>
        ) : mayChange ? (
          <div className="hk-flow-bar hk-muted" role="status">
            <span>{t(KEPT[flow.kept].text)}</span>
            {flow.problems.length > 0 ? <span className="hk-negative">{t('approvals.problems', { count: flow.problems.length })}</span> : null}
            {(byNode(flow.problems).get('') ?? []).map((one) => <span key={one.code} className="hk-negative">{one.detail}</span>)}
            {edits.carried ? <span className="hk-row">{t('approvals.carrying', { name: nameOf(edits.carried) })}<Button size="small" onClick={() => edits.carry(null)}>{t('resource.cancel')}</Button></span> : null}
          </div>
        ) : null}
        <div className={selected ? 'hk-flow-canvas hk-flow-beside' : 'hk-flow-canvas'} role="group" aria-label={t('approvals.flow')}
          onKeyDown={(event) => answerKey(event, readOnly ? { ...NO_KEYS } : { ...edits, undo: flow.undo, redo: flow.redo })}>
          <FlowTreeView tree={tree} />
        </div>
        {trial ? <SimulationPanel type={type} result={trial} chosen={lit} onChoose={setLit} onClose={() => { setTrial(null); setLit(null) }} /> : null}
        {selected && placeOf(tree, selected) ? (
          <NodeDrawer type={type} tree={tree} id={selected} onClose={() => setSelected(null)}
            onChange={(id, values, mark) => flow.change(update(flow.tree, id, values), mark ?? null)} onKind={(id, kind: GatewayKind) => flow.change(regate(flow.tree, id, kind, names))} />
        ) : null}
        {aside === 'versions' ? <Versions workflow={record.id} shown={looking} onShow={(no) => { setLooking(no); setTrial(null) }} onClose={() => setAside(null)} /> : null}
        {aside === 'settings' ? <FlowSettings id={record.id} onClose={() => setAside(null)} /> : null}
        {aside === 'publish' ? <PublishDialog problems={flow.problems} nameOf={nameOf} onPublish={publish} onClose={() => setAside(null)} /> : null}
      </Page>
    </CanvasContext>
  )
}

const nothing = () => undefined
const NO_KEYS = { moveNode: nothing, moveBranch: nothing, remove: nothing, carry: nothing, undo: nothing, redo: nothing }
