import { describe, expect, it } from 'vitest'
import type { FieldSpec } from '@/api'
import { rowOf } from '@/resource/documents/grid/model'
import { mergeDrafts } from '@/resource/documents/merge'
import type { DraftContent } from '@/resource/documents/merge'

const field = (name: string, type: FieldSpec['type'] = 'text'): FieldSpec => ({ name, label: name, type }) as FieldSpec
const fields = { header: [field('remarks'), field('partner', 'reference')], lines: [field('item', 'reference'), field('quantity', 'quantity'), field('remarks')] }
const line = (id: string, quantity: string, more: Record<string, unknown> = {}) => rowOf({ id, item: { id: `i${id}`, name: `item ${id}` }, quantity, ...more })
const draft = (remarks: string, ...rows: DraftContent['rows']): DraftContent => ({ header: { remarks, partner: { id: '1', name: 'one' } }, rows })
const base = draft('', line('1', '1'), line('2', '2'))
const quantities = (content: DraftContent) => content.rows.map((row) => [row.line.id, row.line['quantity']])

describe('two people change one draft', () => {
  it('takes each side for what only it changed', () => {
    const merged = mergeDrafts(fields, base, draft('mine', line('1', '5'), line('2', '2')), draft('', line('1', '1'), line('2', '7')))
    expect(merged.header['remarks']).toBe('mine')
    expect(quantities(merged)).toEqual([['1', '5'], ['2', '7']])
    expect(merged.conflicts).toEqual([])
  })

  it('keeps mine and tells where both changed the same', () => {
    const merged = mergeDrafts(fields, base, draft('', line('1', '5'), line('2', '2')), draft('theirs', line('1', '6'), line('2', '2')))
    expect(merged.header['remarks']).toBe('theirs')
    expect(quantities(merged)).toEqual([['1', '5'], ['2', '2']])
    expect(merged.conflicts.map(({ key, field: of, mine, theirs }) => [key, of?.name, mine, theirs])).toEqual([['1', 'quantity', '5', '6']])
  })

  it('keeps new lines of both and drops what one side took out', () => {
    const added = rowOf({ item: { id: 'x', name: 'new' }, quantity: '9' })
    const merged = mergeDrafts(fields, base, draft('', line('1', '1'), added, rowOf()), draft('', line('1', '1'), line('2', '2'), line('3', '3')))
    expect(quantities(merged)).toEqual([['1', '1'], ['3', '3'], [undefined, '9']])
    expect(merged.conflicts).toEqual([])
  })

  it('never loses a line one side removed and the other changed', () => {
    const removedHere = mergeDrafts(fields, base, draft('', line('1', '1')), draft('', line('1', '1'), line('2', '8')))
    expect(quantities(removedHere)).toEqual([['1', '1'], ['2', '8']])
    const removedThere = mergeDrafts(fields, base, draft('', line('1', '1'), line('2', '8')), draft('', line('1', '1')))
    expect(quantities(removedThere)).toEqual([['1', '1'], [undefined, '8']])
    expect([removedHere, removedThere].map((merged) => merged.conflicts.map((entry) => entry.field))).toEqual([[null], [null]])
  })

  it('does not call the same change or another spelling of a number a conflict', () => {
    const merged = mergeDrafts(fields, base, draft('same', line('1', '1.0'), line('2', '3')), draft('same', line('1', '1'), line('2', '3')))
    expect(merged.conflicts).toEqual([])
  })
})
