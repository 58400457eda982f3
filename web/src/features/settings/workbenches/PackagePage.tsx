import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Dropdown, Input, Modal, Tabs } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { configApi } from '@/api'
import type { Case, CaseResult, Compared, ConfigPackage, Contents, Keys } from '@/api/config'
import { EmptyState, ErrorState, Notice, Page, Skeleton, StateTag, useErrorText } from '@/kit'
import { can, useMeta } from '@/resource/meta'
import { reasonsOf } from '../reasons'
import { PackageCases } from '../widgets/PackageCases'
import { PackageChoice } from '../widgets/PackageChoice'
import { PackageDiff } from '../widgets/PackageDiff'
import { PackageHistory, Rollback } from '../widgets/PackageHistory'
import { PieceEditor } from '../widgets/PieceEditor'
import { PackageName } from './PackagesPage'
import '../packages.css'

const NAME = 'config-packages'

/** One package: what is in it against what is in effect, its cases, publishing, its history. */
export function PackagePage() {
  const id = useParams()['id'] ?? ''
  const head = useQuery({ queryKey: [NAME, id], queryFn: () => configApi.readPackage(id) })
  const inside = useQuery({ queryKey: [NAME, id, 'contents'], queryFn: () => configApi.contents(id), staleTime: 0 })
  const { t } = useTranslation()
  const failed = head.error ?? inside.error
  if (failed) return <Page title={t('settings.packages')}><ErrorState error={failed} onRetry={() => { void head.refetch(); void inside.refetch() }} /></Page>
  if (!head.data || !inside.data) return <Page title={t('settings.packages')}><Skeleton rows={6} /></Page>
  return <Opened key={id} head={head.data} inside={inside.data} />
}

function Opened({ head, inside }: { head: ConfigPackage; inside: Contents }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const meta = useMeta()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { message, modal } = App.useApp()
  const [search, setSearch] = useSearchParams()
  const [dialog, setDialog] = useState<'publish' | 'name' | 'back' | null>(null)
  const [back, setBack] = useState<number | undefined>(undefined)
  const [piece, setPiece] = useState<Compared | null>(null)
  const [tried, setTried] = useState<{ problems: string[]; results: CaseResult[] } | null>(null)
  const [busy, setBusy] = useState(false)
  const id = head.id
  const may = (action: string): boolean => can(meta, NAME, action)
  const choosing = search.get('choose') !== null
  const closeChoice = () => setSearch({}, { replace: true })
  const again = async () => {
    setTried(null)
    await Promise.all([queries.invalidateQueries({ queryKey: [NAME] }), queries.invalidateQueries({ queryKey: ['meta'] }), queries.invalidateQueries({ queryKey: ['industry-templates'] })])
  }
  const tryOut = async () => {
    setBusy(true)
    try {
      setTried(await configApi.tryOut(id))
    } catch (failure) {
      void message.error(say(failure))
    } finally {
      setBusy(false)
    }
  }
  const refresh = async () => {
    const keys = (gone: boolean): Keys => Object.fromEntries(Object.entries(inside.contents).map(([part, pieces]) => [part, Object.keys(pieces).filter((key) => (pieces[key] === null) === gone)]))
    try {
      await configApi.choose(id, { rev: inside.rev, chosen: keys(false), removed: keys(true), refresh: true })
      await again()
    } catch (failure) {
      void message.error(say(failure))
    }
  }
  const saveCases = async (tests: Case[]) => {
    await configApi.savePackage(id, { tests, rev: inside.rev })
    await again()
  }
  const remove = () => modal.confirm({
    title: t('settings.packages.delete.ask', { name: head.name }), okText: t('resource.delete'), okButtonProps: { danger: true }, cancelText: t('resource.cancel'),
    onOk: () => configApi.removePackage(id).then(async () => { await again(); void navigate('/settings/packages') }, (failure: unknown) => { void message.error(say(failure)) }),
  })
  const open = (to: number | undefined) => { setBack(to); setDialog('back') }
  const more = [
    ...(may('update') ? [{ key: 'refresh', label: t('settings.packages.refresh') }, { key: 'name', label: t('settings.packages.edit') }] : []),
    ...(may('export') ? [{ key: 'file', label: t('settings.packages.export') }] : []),
    ...(may('publish') && head.live ? [{ key: 'out', label: t('settings.packages.remove'), danger: true }] : []),
    ...(may('delete') && !head.live ? [{ key: 'delete', label: t('resource.delete'), danger: true }] : []),
  ]
  const run = (key: string) => {
    if (key === 'name') setDialog('name')
    else if (key === 'refresh') void refresh()
    else if (key === 'file') configApi.carryOut(id, `${head.name}-${head.version}.json`).catch((failure: unknown) => void message.error(say(failure)))
    else if (key === 'out') open(0)
    else remove()
  }
  const differs = inside.pieces.filter((one) => one.change !== 'same').length
  return (
    <Page title={head.name} mark={head.live ? <StateTag value="posted" label={t('settings.packages.live', { version: head.live })} /> : <StateTag value="draft" label={t('settings.packages.draft')} />} actions={(
      <>
        {may('update') ? <Button onClick={() => setSearch({ choose: '1' })}>{t('settings.packages.choose')}</Button> : null}
        {may('publish') ? <Button loading={busy} onClick={() => void tryOut()}>{t('settings.packages.try')}</Button> : null}
        {may('publish') && head.live ? <Button danger onClick={() => open(undefined)}>{t('settings.packages.rollback')}</Button> : null}
        {more.length > 0 ? <Dropdown trigger={['click']} menu={{ items: more, onClick: ({ key }) => run(key) }}><Button>{t('settings.packages.more')}</Button></Dropdown> : null}
        {may('publish') ? <Button type="primary" disabled={inside.pieces.length === 0} onClick={() => setDialog('publish')}>{t('settings.packages.publish')}</Button> : null}
      </>
    )}>
      <dl className="hk-package-facts">
        <div><dt>{t('settings.packages.version')}</dt><dd>{head.version}</dd></div>
        {head.notes ? <div><dt>{t('settings.packages.notes')}</dt><dd>{head.notes}</dd></div> : null}
      </dl>
      {inside.problems.length > 0 ? <Notice messages={inside.problems} /> : null}
      {tried === null ? null : tried.problems.length > 0 ? <Notice messages={tried.problems} /> : tried.results.some((one) => !one.passed) ? <Notice messages={[t('settings.packages.tried.failed')]} /> : <Notice tone="plain" messages={[t('settings.packages.tried')]} />}
      <Tabs items={[
        { key: 'diff', label: t('settings.packages.diff', { count: differs }), children: inside.pieces.length === 0 ? <EmptyState title={t('settings.packages.empty')} text={t('settings.packages.empty.text')} /> : <PackageDiff pieces={inside.pieces} onEdit={may('update') ? setPiece : undefined} /> },
        { key: 'cases', label: t('settings.packages.cases', { count: head.tests.length }), children: <PackageCases cases={head.tests} results={tried?.results ?? []} onChange={may('update') ? saveCases : undefined} /> },
        { key: 'history', label: t('settings.packages.history'), children: <PackageHistory id={id} onBack={may('publish') ? open : undefined} /> },
      ]} />
      {choosing ? <PackageChoice id={id} contents={inside} onClose={closeChoice} onSaved={() => { closeChoice(); void again() }} /> : null}
      {piece ? <PieceEditor id={id} contents={inside} piece={piece} onClose={() => setPiece(null)} onSaved={() => { setPiece(null); void again() }} /> : null}
      {dialog === 'name' ? <PackageName kept={{ ...head, rev: inside.rev }} onClose={() => setDialog(null)} onSaved={() => { setDialog(null); void again() }} /> : null}
      {dialog === 'publish' ? <Publish id={id} inside={inside} onClose={() => setDialog(null)} onDone={() => { setDialog(null); void message.success(t('settings.packages.published', { name: head.name })); void again() }} /> : null}
      {dialog === 'back' ? <Rollback id={id} to={back} onClose={() => setDialog(null)} onDone={() => { setDialog(null); void message.success(t('settings.packages.rolledBack')); void again() }} /> : null}
    </Page>
  )
}

/** Tells what publishing changes, and does it. */
function Publish({ id, inside, onClose, onDone }: { id: string; inside: Contents; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation()
  const say = useErrorText()
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const changed = inside.pieces.filter((one) => one.change !== 'same')
  const run = async () => {
    setBusy(true)
    try {
      await configApi.publish(id, { rev: inside.rev, seen: inside.seen, note })
      onDone()
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  return (
    <Modal open width={760} title={t('settings.packages.publish')} okText={t('settings.packages.publish')} cancelText={t('resource.cancel')} okButtonProps={{ loading: busy }} onOk={() => void run()} onCancel={onClose}>
      {error ? <Notice messages={reasonsOf(error, say)} /> : null}
      <p className="hk-muted">{changed.length > 0 ? t('settings.packages.publish.text') : t('settings.packages.publish.same')}</p>
      {changed.length > 0 ? <PackageDiff pieces={changed} /> : null}
      <Input.TextArea style={{ marginTop: 12 }} rows={2} maxLength={400} placeholder={t('settings.packages.note')} aria-label={t('settings.packages.note')} value={note} onChange={(event) => setNote(event.target.value)} />
    </Modal>
  )
}
