import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input } from 'antd'
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { resourcesApi } from '@/api'
import type { RecordRow, Reference } from '@/api'
import { useErrorText } from '@/kit'
import type { RecordPanelProps } from '@/kit'
import { can, useMeta } from '@/resource/meta'

type Pair = [name: string, value: string]

/** What the lot says, and the names its category asks for, each once. */
export function pairsOf(attributes: unknown, asked: string[]): Pair[] {
  const known = typeof attributes === 'object' && attributes !== null ? Object.entries(attributes as Record<string, unknown>).map(([name, value]): Pair => [name, String(value ?? '')]) : []
  const names = new Set(known.map(([name]) => name))
  return [...known, ...asked.filter((name) => !names.has(name)).map((name): Pair => [name, ''])]
}

/** Names without a value are left out; of a name told twice the last counts. */
export const attributesOf = (pairs: Pair[]): Record<string, string> =>
  Object.fromEntries(pairs.map(([name, value]): Pair => [name.trim(), value.trim()]).filter(([name, value]) => name !== '' && value !== ''))

/** Attributes of a lot (origin, grade, strength …): the category says which are asked for, others may be added. */
export function LotAttributes({ record, item }: RecordPanelProps & { item: RecordRow | undefined }) {
  const category = (item?.['category'] as Reference | null | undefined)?.id
  const asked = useQuery({
    queryKey: ['record', 'item-categories', category], enabled: Boolean(category), staleTime: 300_000,
    queryFn: () => resourcesApi.read('item-categories', category ?? ''),
  })
  if (category && asked.isPending) return null
  const names = asked.data?.['lot_attributes']
  return <Editor record={record} asked={Array.isArray(names) ? (names as string[]) : []} />
}

function Editor({ record, asked }: RecordPanelProps & { asked: string[] }) {
  const { t } = useTranslation()
  const meta = useMeta()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const say = useErrorText()
  const [pairs, setPairs] = useState<Pair[]>(() => pairsOf(record['attributes'], asked))
  const [dirty, setDirty] = useState(false)
  const [busy, setBusy] = useState(false)
  const editable = can(meta, 'lots', 'update')
  const set = (index: number, pair: Pair) => {
    setPairs(pairs.map((one, at) => (at === index ? pair : one)))
    setDirty(true)
  }
  const save = async () => {
    setBusy(true)
    try {
      const saved = await resourcesApi.update('lots', record.id, { attributes: attributesOf(pairs), rev: record.rev })
      queries.setQueryData(['record', 'lots', record.id], saved)
      void queries.invalidateQueries({ queryKey: ['record', 'lots', record.id] })
      setDirty(false)
      void message.success(t('masterdata.lot.saved'))
    } catch (error) {
      void message.error(say(error))
    } finally {
      setBusy(false)
    }
  }
  if (!editable && pairs.every(([, value]) => value === '')) return null
  return (
    <>
      <h2>{t('masterdata.lot.attributes')}</h2>
      <div className="hk-lot-attributes">
        {pairs.map(([name, value], index) => (
          <div key={index} className="hk-row">
            <Input value={name} disabled={!editable || asked.includes(name)} aria-label={t('masterdata.lot.attribute')} placeholder={t('masterdata.lot.attribute')} onChange={(event) => set(index, [event.target.value, value])} />
            <Input value={value} disabled={!editable} aria-label={name || t('masterdata.lot.value')} placeholder={t('masterdata.lot.value')} onChange={(event) => set(index, [name, event.target.value])} onPressEnter={() => void save()} />
            {editable && !asked.includes(name) ? <Button type="text" icon={<DeleteOutlined />} aria-label={t('masterdata.lot.removeAttribute', { name })} onClick={() => { setPairs(pairs.filter((_, at) => at !== index)); setDirty(true) }} /> : null}
          </div>
        ))}
      </div>
      {editable ? (
        <div className="hk-row">
          <Button size="small" type="text" icon={<PlusOutlined />} onClick={() => setPairs([...pairs, ['', '']])}>{t('masterdata.lot.addAttribute')}</Button>
          {dirty ? <Button size="small" type="primary" loading={busy} onClick={() => void save()}>{t('masterdata.lot.save')}</Button> : null}
        </div>
      ) : null}
    </>
  )
}
