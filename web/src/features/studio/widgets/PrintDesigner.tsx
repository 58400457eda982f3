import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { App, Button, Checkbox, Dropdown, Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { studioApi } from '@/api'
import type { BlockKind, PrintBlock, PrintTemplate } from '@/api/studio'
import { ErrorState, Page, Skeleton, useErrorText } from '@/kit'
import { can, useMeta } from '@/resource/meta'
import { usePapers } from '../usePapers'
import { BlockSettings } from './BlockSettings'

const KINDS: BlockKind[] = ['text', 'fields', 'lines', 'totals', 'code', 'barcode', 'trail', 'signatures']
const WAIT = 500

/** A paper in the making: blocks from top to bottom beside what the newest document looks like on it. */
export function PrintDesigner({ start }: { start: PrintTemplate }) {
  const { t } = useTranslation()
  const meta = useMeta()
  const { message, modal } = App.useApp()
  const say = useErrorText()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const papers = usePapers()
  const [draft, setDraft] = useState(start)
  const words = useQuery({ queryKey: ['studio', 'print-words', start.document_type], queryFn: () => studioApi.templateWords(start.document_type), staleTime: 300_000 })
  const set = (part: Partial<PrintTemplate>) => setDraft({ ...draft, ...part })
  const put = (blocks: PrintBlock[]) => set({ blocks })
  const move = (at: number, step: -1 | 1) => {
    const blocks = [...draft.blocks]
    const [taken] = blocks.splice(at, 1)
    if (taken) blocks.splice(at + step, 0, taken)
    put(blocks)
  }
  const done = () => queries.invalidateQueries({ queryKey: ['print-templates'] })
  const save = useMutation({
    mutationFn: () => studioApi.savePrintTemplate(start.id, { rev: start.rev, name: draft.name, paper: draft.paper, blocks: draft.blocks, active: draft.active }),
    onSuccess: async () => { await done(); void message.success(t('studio.print.saved')) },
    onError: (error) => void message.error(say(error)),
  })
  const remove = () => modal.confirm({
    title: t('studio.print.remove', { name: start.name }), okText: t('studio.remove'), okButtonProps: { danger: true },
    onOk: () => studioApi.removePrintTemplate(start.id).then(async () => { await done(); void navigate('/print-templates') }, (error: unknown) => { void message.error(say(error)) }),
  })
  const kindText: Record<BlockKind, string> = {
    text: t('studio.block.text'), fields: t('studio.block.fields'), lines: t('studio.block.lines'), totals: t('studio.block.totals'),
    code: t('studio.block.code'), barcode: t('studio.block.barcode'), trail: t('studio.block.trail'), signatures: t('studio.block.signatures'),
  }
  const may = can(meta, 'print-templates', 'update')
  return (
    <Page title={`${meta.document_types.find((one) => one.code === start.document_type)?.label ?? start.document_type} · ${start.name}`} actions={may ? (
      <>
        <Button danger onClick={remove}>{t('studio.remove')}</Button>
        <Button type="primary" loading={save.isPending} disabled={draft.name.trim() === ''} onClick={() => save.mutate()}>{t('studio.save')}</Button>
      </>
    ) : null}>
      <div className="hk-studio-print">
        <div>
          <div className="hk-row hk-studio-bar">
            <Input aria-label={t('studio.name')} value={draft.name} maxLength={100} onChange={(event) => set({ name: event.target.value })} style={{ flex: 1, minWidth: 140 }} />
            <Select aria-label={t('studio.print.paper')} value={draft.paper} options={papers} onChange={(paper) => set({ paper })} style={{ width: 170 }} />
            <Checkbox checked={draft.active} onChange={(event) => set({ active: event.target.checked })}>{t('studio.print.active')}</Checkbox>
          </div>
          {draft.blocks.map((block, at) => (
            <section key={at} className="hk-panel hk-studio-block" aria-label={`${at + 1} ${kindText[block.kind]}`}>
              <header>
                <h2>{kindText[block.kind]}</h2>
                <Button type="text" size="small" icon={<ArrowUpOutlined aria-hidden />} aria-label={t('studio.block.up')} disabled={at === 0} onClick={() => move(at, -1)} />
                <Button type="text" size="small" icon={<ArrowDownOutlined aria-hidden />} aria-label={t('studio.block.down')} disabled={at === draft.blocks.length - 1} onClick={() => move(at, 1)} />
                <Button type="text" size="small" icon={<DeleteOutlined aria-hidden />} aria-label={t('studio.remove')} onClick={() => put(draft.blocks.filter((_, other) => other !== at))} />
              </header>
              {words.data ? <BlockSettings block={block} words={words.data} onChange={(next) => put(draft.blocks.map((old, other) => (other === at ? next : old)))} /> : null}
            </section>
          ))}
          <Dropdown trigger={['click']} menu={{ items: KINDS.map((kind) => ({ key: kind, label: kindText[kind] })), onClick: ({ key }) => put([...draft.blocks, { kind: key as BlockKind, ...(['fields', 'lines', 'signatures'].includes(key) ? { names: [] } : {}) }]) }}>
            <Button icon={<PlusOutlined aria-hidden />}>{t('studio.block.add')}</Button>
          </Dropdown>
        </div>
        <Preview draft={draft} />
      </div>
    </Page>
  )
}

/** The newest document of the type on this paper, drawn anew shortly after the last change. */
function Preview({ draft }: { draft: PrintTemplate }) {
  const { t } = useTranslation()
  const [settled, setSettled] = useState(draft)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(draft), WAIT)
    return () => clearTimeout(timer)
  }, [draft])
  const asked = { document_type: settled.document_type, paper: settled.paper, blocks: settled.blocks }
  const pages = useQuery({ queryKey: ['studio', 'print-preview', asked], queryFn: () => studioApi.previewTemplate(asked), retry: false, placeholderData: (before) => before })
  return (
    <div className="hk-studio-paper" role="region" aria-label={t('studio.print.preview')} tabIndex={0}>
      {pages.isPending ? <Skeleton rows={8} /> : pages.isError ? <ErrorState error={pages.error} /> : pages.data.pages.map((page, at) => <img key={at} src={page} alt={t('studio.print.page', { number: at + 1 })} />)}
    </div>
  )
}
