import { describe, expect, it } from 'vitest'
import type { FieldSpec } from '@/api'
import { emptyColumns, fittingWidth, pinOf } from '@/features/reports/columns'
import { followersOf } from '@/resource/documents/undoOrder'

const field = (name: string, type = 'quantity', more: Partial<FieldSpec> = {}): FieldSpec => ({ name, type, label: name, ...more }) as FieldSpec

describe('columns of a report', () => {
  const goods = field('item', 'reference', { ref: 'items' })
  const fields = [goods, field('opening_quantity'), field('opening_entry_quantity'), field('sale_quantity'), field('scrap_quantity'), field('closing_quantity')]
  const rows = [{ opening_quantity: '0', opening_entry_quantity: '0', sale_quantity: '3', scrap_quantity: '1' }, { sale_quantity: '0', scrap_quantity: '-1', closing_quantity: '0' }]

  it('drop what is zero everywhere, never the opening, the closing or what only adds up to zero', () => {
    expect([...emptyColumns(fields, rows, { sale_quantity: '3', scrap_quantity: '0' })]).toEqual(['opening_entry_quantity'])
    expect(emptyColumns([field('quantity')], [{ quantity: '0' }], {}).size).toBe(0)
  })

  it('keep the goods at the left and the closing at the right', () => {
    expect(fields.map((one, index) => pinOf(one, index, false))).toEqual(['left', undefined, undefined, undefined, undefined, 'right'])
    expect(pinOf(field('closing_quantity'), 5, true)).toBeUndefined()
  })

  it('are wide enough for code, name and spec', () => {
    const long = [{ item: { id: '1', code: 'SP015', name: '伊利纯牛奶', spec: '250ml×24' } }]
    expect(fittingWidth(goods, long, false)).toBeGreaterThan(fittingWidth(goods, [], false))
    expect(fittingWidth(goods, [{ item: { id: '1', name: '长'.repeat(90) } }], true)).toBe(190)
  })
})

describe('what has to be undone first', () => {
  const node = (id: string, state = 'POSTED') => ({ id, type: 't', number: id, state, business_date: '2026-11-01' })

  it('is what lives, the furthest first, without what stands before', () => {
    const graph = {
      nodes: [node('1'), node('2'), node('3'), node('4'), node('5', 'REVERSED'), node('0')],
      edges: [{ source: '0', target: '1' }, { source: '1', target: '2' }, { source: '2', target: '3' }, { source: '1', target: '4' }, { source: '1', target: '5' }],
    }
    expect(followersOf(graph, '1').map((one) => one.id)).toEqual(['3', '4', '2'])
  })

  it('ends where documents lead in a circle', () => {
    expect(followersOf({ nodes: [node('1'), node('2'), node('3')], edges: [{ source: '1', target: '2' }, { source: '2', target: '3' }, { source: '3', target: '2' }] }, '1')).toHaveLength(2)
  })
})
