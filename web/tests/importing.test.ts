import { describe, expect, it } from 'vitest'
import type { FieldSpec } from '@/api'
import { choose, firstMapping, stepOf, wireMapping } from '@/features/integrations/mapping'
import { lackingDefaults, optionsFor } from '@/features/integrations/options'

const fields = (...names: string[]): FieldSpec[] => names.map((name) => ({ name, label: name, type: 'text' }) as FieldSpec)
const column = (index: number, field: string | null, confidence: string) => ({ index, title: String(index), samples: [], field, confidence })

describe('columns of a file', () => {
  it('give a field to the surer of two columns', () => {
    const mapping = firstMapping({ columns: [column(0, 'name', '0.5'), column(1, 'name', '1'), column(2, null, '0')] })
    expect(mapping.map((entry) => entry.field)).toEqual([null, 'name', null])
    expect(wireMapping(choose(mapping, 2, 'name'))).toEqual({ 0: null, 1: null, 2: 'name' })
  })
})

describe('what a file leaves open', () => {
  it('asks a receipt for supplier, warehouse, day and documents', () => {
    const shown = optionsFor({ kind: 'goods-receipts', document_type: 'goods_receipt', fields: fields('number', 'business_date', 'partner', 'warehouse', 'item') })
    expect(shown).toEqual({ warehouse: true, partner: 'is_supplier', date: true, grouping: true, effect: true, existing: true, repeated: false })
    expect(lackingDefaults(shown, {}, new Set(['item']))).toEqual(['warehouse', 'partner'])
    expect(lackingDefaults(shown, { warehouse_id: '1' }, new Set(['item', 'partner']))).toEqual([])
  })

  it('asks a shipment for a customer and goods for neither', () => {
    expect(optionsFor({ kind: 'shipments', document_type: 'shipment', fields: fields('partner', 'warehouse') }).partner).toBe('is_customer')
    const goods = optionsFor({ kind: 'items', document_type: null, fields: fields('code', 'name') })
    expect(goods).toMatchObject({ warehouse: false, partner: null, grouping: false, existing: true, repeated: true })
    expect(lackingDefaults(goods, {}, new Set())).toEqual([])
  })

  it('finds the step a run stands at', () => {
    expect([undefined, 'UPLOADED', 'RUNNING', 'REFUSED'].map(stepOf)).toEqual(['file', 'mapping', 'run', 'run'])
  })
})
