import { describe, expect, it } from 'vitest'
import type { AnswerColumn, Dataset, DatasetField, StudioAnswer } from '@/api/studio'
import { clauseOf, clausesFor, freshWidget, inReadingOrder, listAddress, narrowingOfValue, nudged, pivotOf, sameField, spanOf } from '@/features/studio/board'
import type { Widget } from '@/features/studio/board'
import { chartOption, restOf, seriesOf, shortNumber } from '@/features/studio/charts'

const field = (name: string, type: DatasetField['type'], more: Partial<DatasetField> = {}): DatasetField => ({ name, label: name, type, groups: true, grains: [], aggregates: [], ...more })
const dataset = (name: string, fields: DatasetField[], kind: Dataset['kind'] = 'documents'): Dataset => ({ name, label: name, kind, group: '', records_at: `documents/${name}`, fields })
const receipts = dataset('goods_receipt', [field('business_date', 'date'), field('partner', 'reference', { ref: 'partners' }), field('partner.kind', 'enum'), field('state', 'enum')])
const lines = dataset('shipment:line', [field('lines.item', 'reference', { ref: 'items' }), field('partner', 'reference', { ref: 'partners' }), field('created_at', 'datetime'), field('lines.reason', 'text', { filterable: false })], 'lines')
const column = (key: string, more: Partial<AnswerColumn> = {}): AnswerColumn => ({ key, field: key, label: key, type: 'text', grain: null, ref: null, choices: [], ...more })
const words = { empty: '-', yes: 'y', no: 'n', quarter: (year: string, quarter: number) => `${year}Q${quarter}` }

describe('what a click means to other widgets', () => {
  it('finds the field that means the same, or none', () => {
    expect(sameField(lines.fields, { field: 'partner', ref: 'partners', type: 'reference' })?.name).toBe('partner')
    expect(sameField(lines.fields, { field: 'item', ref: 'items', type: 'reference' })?.name).toBe('lines.item')
    expect(sameField(lines.fields, { field: 'business_date', ref: null, type: 'date' })?.name).toBe('created_at')
    expect(sameField(lines.fields, { field: 'reason', ref: null, type: 'text' })).toBeUndefined()
    expect(sameField(receipts.fields, { field: 'lines.item', ref: 'items', type: 'reference' })).toBeUndefined()
  })

  it('narrows all widgets but its own', () => {
    const pick = { widget: 'w1', field: 'partner', ref: 'partners', type: 'reference', op: 'eq' as const, value: '7', label: '' }
    expect(clausesFor(lines, [pick], 'w2')).toEqual([['partner', 'eq', '7']])
    expect(clausesFor(lines, [pick], 'w1')).toEqual([])
    expect(clausesFor(undefined, [pick], 'w2')).toEqual([])
  })

  it('picks a group by what it is', () => {
    expect(clauseOf(column('d0'), null)).toEqual({ op: 'isnull', value: true })
    expect(clauseOf(column('d0', { grain: 'month' }), '2024-02-01')).toEqual({ op: 'between', value: ['2024-02-01', '2024-02-29'] })
    expect(clauseOf(column('d0', { ref: 'items' }), { id: '9', code: 'A' })).toEqual({ op: 'eq', value: '9' })
    expect(spanOf('2026-10-01', 'quarter')).toEqual(['2026-10-01', '2026-12-31'])
    expect(spanOf('2026-12-28', 'week')).toEqual(['2026-12-28', '2027-01-03'])
  })

  it('reads filter widgets', () => {
    const widget = freshWidget('filter', [], 'x')
    expect(narrowingOfValue(widget, field('d', 'date'), 'this_month')).toMatchObject({ op: 'within', value: 'this_month' })
    expect(narrowingOfValue(widget, field('d', 'date'), ['2026-01-01'])).toBeNull()
    expect(narrowingOfValue(widget, field('s', 'enum'), ['A', 'B'])).toMatchObject({ op: 'in', value: ['A', 'B'] })
    expect(narrowingOfValue(widget, field('p', 'reference', { ref: 'partners' }), { id: '3' })).toMatchObject({ op: 'eq', value: '3' })
    expect(narrowingOfValue(widget, field('p', 'reference'), null)).toBeNull()
  })

  it('leads to the list only when the list can say all of it', () => {
    expect(listAddress(receipts, [['state', 'eq', 'POSTED']])).toBe(`/documents/goods_receipt?filter=${encodeURIComponent('[["state","eq","POSTED"]]')}`)
    expect(listAddress(receipts, [['partner.kind', 'eq', 'A']])).toBeNull()
    expect(listAddress(lines, [])).toBeNull()
  })
})

describe('the grid', () => {
  const widget: Widget = { id: 'w1', kind: 'text', title: '', x: 9, y: 0, w: 3, h: 2 }
  it('keeps widgets inside by keyboard', () => {
    expect(nudged(widget, 'ArrowRight', false)).toMatchObject({ x: 9 })
    expect(nudged(widget, 'ArrowLeft', false)).toMatchObject({ x: 8 })
    expect(nudged(widget, 'ArrowRight', true)).toMatchObject({ w: 3 })
    expect(nudged({ ...widget, w: 2 }, 'ArrowLeft', true)).toMatchObject({ w: 2 })
    expect(nudged(widget, 'ArrowUp', false)).toMatchObject({ y: 0 })
  })

  it('puts a new widget below, under a free id', () => {
    expect(freshWidget('chart', [widget, { ...widget, id: 'w7', y: 4 }], 'items')).toMatchObject({ id: 'w8', x: 0, y: 6, question: { dataset: 'items' } })
    expect(inReadingOrder([widget, { ...widget, id: 'w2', x: 0 }]).map((one) => one.id)).toEqual(['w2', 'w1'])
  })
})

describe('answers', () => {
  const answer = (columns: AnswerColumn[], rows: Record<string, unknown>[], more: Partial<StudioAnswer> = {}): StudioAnswer => ({ columns, rows, totals: {}, subtotals: {}, has_more: false, filters: [], notes: [], ...more })
  it('become a pivot with the totals of the server', () => {
    const columns = [column('d0'), column('d1')]
    const pivot = pivotOf(columns, [{ d0: 'a', d1: 'x', m0: '1' }, { d0: 'a', d1: 'y', m0: '2' }, { d0: 'b', d1: 'x', m0: '4' }], { d0: [{ d0: 'a', m0: '3' }, { d0: 'b', m0: '4' }], d1: [{ d1: 'x', m0: '5' }] })
    expect(pivot.columns.map((one) => one.value)).toEqual(['x', 'y'])
    expect(pivot.rows.map((row) => row.total?.['m0'])).toEqual(['3', '4'])
    expect(pivot.totals['"x"']?.['m0']).toBe('5')
    expect(pivot.rows[1]?.by['"y"']).toBeUndefined()
  })

  it('become series: by the second group, missing cells are zero', () => {
    const columns = [column('d0', { grain: 'month' }), column('d1'), column('m0', { type: 'amount' })]
    const made = seriesOf(answer(columns, [{ d0: '2026-01-01', d1: 'x', m0: '1.50' }, { d0: '2026-02-01', d1: 'y', m0: '2.00' }]), words)
    expect(made.categories).toEqual(['2026-01', '2026-02'])
    expect(made.series).toEqual([{ name: 'x', data: [1.5, 0] }, { name: 'y', data: [0, 2] }])
  })

  it('a ring tells what is left over, where parts add up', () => {
    const cut = answer([column('d0'), column('m0')], [{ d0: 'a', m0: '6' }], { has_more: true, totals: { m0: '10' } })
    expect(restOf(cut, true)).toBe(4)
    expect(restOf(cut, false)).toBe(0)
    const option = chartOption('pie', cut, words, { mode: 'light', big: false, chinese: false, height: 200, rest: { label: 'rest', value: 4 } }) as { series: { data: { name: string }[] }[] }
    expect(option.series[0]?.data.map((one) => one.name)).toEqual(['a', 'rest'])
    expect(shortNumber(12_345, true)).toBe('1.2\u4e07')
    expect(shortNumber(12_345, false)).toBe('12.3k')
  })
})
