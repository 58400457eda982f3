import { describe, expect, it } from 'vitest'
import { isEverywhere, rightRows } from '@/features/settings/rights'
import { archiveOf } from '@/resource/form/archive'
import type { Meta, ResourceSpec } from '@/api'

const everywhere = { warehouses: null, books: null, own: false }
const meta = { document_types: [{ code: 'shipment', label: '销售出库单' }], resources: [{ name: 'items', label_plural: '商品' }] } as unknown as Meta

describe('what somebody may do', () => {
  it('stands in the order of the menu, actions of one reach together', () => {
    const own = [{ ...everywhere, own: true }]
    const rows = rightRows([
      { resource: 'stock', action: 'view', scopes: [everywhere] },
      { resource: 'items', action: 'view', scopes: [everywhere] },
      { resource: 'shipment', action: 'view', scopes: [everywhere] },
      { resource: 'shipment', action: 'create', scopes: own },
      { resource: 'shipment', action: 'print', scopes: [everywhere] },
    ], meta, { stock: '库存' })
    expect(rows.map((row) => row.label)).toEqual(['销售出库单', '商品', '库存'])
    expect(rows[0]?.parts).toEqual([{ actions: ['view', 'print'], scopes: [everywhere] }, { actions: ['create'], scopes: own }])
    expect([isEverywhere([everywhere]), isEverywhere(own)]).toEqual([true, false])
  })
})

describe('putting away instead of deleting', () => {
  const spec = (fields: object[]) => ({ fields } as unknown as ResourceSpec)
  const lifecycle = spec([{ name: 'lifecycle', type: 'state', choices: [{ value: 'ACTIVE' }, { value: 'ARCHIVED' }] }])
  const active = spec([{ name: 'active', type: 'boolean' }])

  it('is what the kind of record offers, and not offered twice', () => {
    expect(archiveOf(lifecycle, { id: '1', lifecycle: 'ACTIVE' })).toEqual({ lifecycle: 'ARCHIVED' })
    expect(archiveOf(lifecycle, { id: '1', lifecycle: 'ARCHIVED' })).toBeNull()
    expect(archiveOf(active, { id: '1', active: true })).toEqual({ active: false })
    expect(archiveOf(active, { id: '1', active: false })).toBeNull()
    expect(archiveOf(spec([]), { id: '1' })).toBeNull()
  })
})
