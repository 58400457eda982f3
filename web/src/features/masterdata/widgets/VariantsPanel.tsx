import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { entryApi, resourcesApi, stockApi } from '@/api'
import type { Values } from '@/api'
import type { Variant } from '@/api/entry'
import { ErrorState, Notice, Skeleton, referenceText, useErrorText } from '@/kit'
import type { RecordPanelProps } from '@/kit'
import { can, useMeta } from '@/resource/meta'
import { matrixOf, missing } from '../matrix'
import { AxesEditor } from './AxesEditor'
import type { Axis } from './AxesEditor'
import { VariantCell } from './VariantCell'

/** Colours by sizes of an item: make the missing variants, edit their codes and barcodes, see their stock. */
export function VariantsPanel({ record }: RecordPanelProps) {
  const { t } = useTranslation()
  const meta = useMeta()
  const say = useErrorText()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [typed, setTyped] = useState<Axis[] | null>(null)
  const [view, setView] = useState<'codes' | 'stock'>('codes')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const known = useQuery({ queryKey: ['variants', record.id], queryFn: () => entryApi.variants(record.id) })
  const ids = known.data?.items.map((item) => item.id) ?? []
  const stock = useQuery({ queryKey: ['variants', record.id, 'stock', ids], queryFn: () => stockApi.lineContext({ items: ids }), enabled: view === 'stock' && ids.length > 0 })
  if (record['variant_of']) return null
  if (known.isPending) return <Skeleton rows={2} />
  if (known.isError) return <ErrorState error={known.error} onRetry={() => void known.refetch()} />

  const axes = typed ?? Object.entries(known.data.axes).map(([name, values]) => ({ name, values }))
  const wanted = Object.fromEntries(axes.filter((axis) => axis.name.trim() && axis.values.length > 0).map((axis) => [axis.name.trim(), axis.values]))
  const more = missing(wanted, known.data.items)
  const matrix = matrixOf(known.data.axes, known.data.items)
  const may = can(meta, 'items', 'create')

  const make = async () => {
    setBusy(true)
    setError(null)
    try {
      await entryApi.makeVariants(record.id, wanted)
      await queries.invalidateQueries({ queryKey: ['variants', record.id] })
      await queries.invalidateQueries({ queryKey: ['record', 'items', record.id] })
      void queries.invalidateQueries({ queryKey: ['list', 'items'] })
      setTyped(null)
      void message.success(t('masterdata.variants.made', { count: more }))
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const save = async (variant: Variant, change: { code?: string; barcode?: string }) => {
    setError(null)
    try {
      const whole = await resourcesApi.read('items', variant.id)
      const rows = Array.isArray(whole['barcodes']) ? (whole['barcodes'] as Values[]) : []
      const barcodes = rows.map((row) => ({ code: row['code'], unit: (row['unit'] as { id?: string } | null)?.id ?? null }))
      const others = barcodes.filter((row) => row.code !== variant.barcodes[0])
      await resourcesApi.update('items', variant.id, {
        rev: whole.rev, ...(change.code ? { code: change.code } : {}),
        ...(change.barcode === undefined ? {} : { barcodes: change.barcode ? [{ ...(barcodes.find((row) => row.code === variant.barcodes[0]) ?? { unit: null }), code: change.barcode }, ...others] : others }),
      })
      await known.refetch()
      void message.success(t('resource.saved', { name: variant.name }))
    } catch (failure) {
      setError(failure)
      throw failure
    }
  }

  return (
    <section style={{ display: 'grid', gap: 8, marginTop: 16 }}>
      <h2 style={{ fontSize: 14, margin: 0 }}>{t('masterdata.variants')}</h2>
      {error ? <Notice messages={[say(error)]} /> : null}
      {may ? <AxesEditor axes={axes} onChange={setTyped} /> : null}
      {may && more > 0 ? <Button loading={busy} style={{ justifySelf: 'start' }} onClick={() => void make()}>{t('masterdata.variants.make', { count: more })}</Button> : null}
      {ids.length > 0 ? (
        <>
          <Segmented size="small" style={{ justifySelf: 'start' }} value={view} onChange={setView}
            options={[{ value: 'codes', label: t('masterdata.variants.codes') }, { value: 'stock', label: t('masterdata.variants.stock') }]} />
          <div className="hk-scroll-x" tabIndex={0} role="region" aria-label={t('masterdata.variants')}>
            <table className="hk-plain-table">
              {matrix.columns.length > 1 || matrix.columns[0] ? <thead><tr><th />{matrix.columns.map((column) => <th key={column} scope="col">{column}</th>)}</tr></thead> : null}
              <tbody>
                {matrix.rows.map((row) => (
                  <tr key={row.label}>
                    <th scope="row">{row.label}</th>
                    {row.cells.map((cell, index) => (
                      <td key={index}>
                        {cell ? <VariantCell variant={cell} showStock={view === 'stock'} stock={stock.data?.[cell.id]} unit={referenceText(record['base_unit'])} disabled={!can(meta, 'items', 'update')} onSave={save} /> : <span className="hk-faint">–</span>}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      ) : null}
    </section>
  )
}
