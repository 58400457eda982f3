import { describe, expect, it } from 'vitest'
import type { FieldSpec } from '@/api'
import { copyDown, duplicateRow, isBlank, netOfTax, removeRow, rowOf, setCells, totalsOf, withAmounts, withLastPrice, wireLines } from '@/resource/documents/grid/model'
import { onArrow, onEnter, onTab } from '@/resource/documents/grid/navigation'
import { isoDate, parseClipboard, pastedValue, planPaste } from '@/resource/documents/grid/paste'
import { pickExact } from '@/resource/documents/grid/resolve'
import { stopsOf } from '@/resource/documents/grid/useGrid'

const field = (name: string, type: FieldSpec['type'], more: Partial<FieldSpec> = {}): FieldSpec => ({ name, label: name, type, ...more })
const fields: FieldSpec[] = [
  field('item', 'reference', { required: true, label: '商品', ref: 'items' }),
  field('unit', 'reference', { label: '单位', ref: 'units' }),
  field('quantity', 'quantity', { required: true, label: '数量' }),
  field('on_hand', 'quantity', { readonly: true }),
  field('price', 'price', { label: '单价' }),
  field('remarks', 'text', { label: '备注' }),
]

describe('grid navigation', () => {
  const shape = { rows: 2, editable: [true, true, true, false, true, true], stops: [0, 2] }

  it('Enter goes to what has to be filled, then to the next row', () => {
    expect(onEnter({ row: 0, column: 0 }, shape)).toEqual({ cell: { row: 0, column: 2 }, append: false })
    expect(onEnter({ row: 0, column: 2 }, shape)).toEqual({ cell: { row: 1, column: 0 }, append: false })
    expect(onEnter({ row: 1, column: 2 }, shape)).toEqual({ cell: { row: 2, column: 0 }, append: true })
  })

  it('Enter stops at the item, the quantity and what else is required, whatever the line holds', () => {
    expect(stopsOf(fields)).toEqual([0, 2])
    expect(stopsOf([...fields, field('reason', 'text', { required: true })])).toEqual([0, 2, 6])
  })

  it('Tab leads from the quantity to the price', () => {
    expect(onTab({ row: 1, column: 2 }, shape, false)).toEqual({ row: 1, column: 4 })
  })

  it('Tab skips what cannot be typed in and leaves at the end', () => {
    expect(onTab({ row: 0, column: 2 }, shape, false)).toEqual({ row: 0, column: 4 })
    expect(onTab({ row: 0, column: 5 }, shape, false)).toEqual({ row: 1, column: 0 })
    expect(onTab({ row: 1, column: 5 }, shape, false)).toBeNull()
    expect(onTab({ row: 0, column: 4 }, shape, true)).toEqual({ row: 0, column: 2 })
    expect(onTab({ row: 0, column: 0 }, shape, true)).toBeNull()
  })

  it('arrows stay inside', () => {
    expect(onArrow({ row: 0, column: 0 }, 'ArrowUp', shape)).toEqual({ row: 0, column: 0 })
    expect(onArrow({ row: 0, column: 0 }, 'ArrowDown', shape)).toEqual({ row: 1, column: 0 })
    expect(onArrow({ row: 1, column: 5 }, 'ArrowRight', shape)).toEqual({ row: 1, column: 5 })
    expect(onArrow({ row: 1, column: 3 }, 'End', shape)).toEqual({ row: 1, column: 5 })
  })
})

describe('paste from a spreadsheet', () => {
  it('reads tabs, line ends and quoted cells', () => {
    expect(parseClipboard('a\tb\r\nc\t"d\n""e"""\r\n')).toEqual([['a', 'b'], ['c', 'd\n"e"']])
    expect(parseClipboard('\n\nx\t\n')).toEqual([['x', '']])
  })

  it('uses a heading line when there is one', () => {
    const plan = planPaste([['商品编码', '数量', '没有的列', '单价'], ['SP1', '2', 'x', '3']], fields, 0)
    expect(plan.columns.map((column) => column?.name ?? null)).toEqual(['item', 'quantity', null, 'price'])
    expect(plan.rows).toEqual([['SP1', '2', 'x', '3']])
  })

  it('does not take data for a heading', () => {
    expect(planPaste([['SP1', '2'], ['SP2', '3']], fields, 0).rows).toHaveLength(2)
  })

  it('code and number mean item and quantity, whatever stands between', () => {
    const names = (cells: string[][]) => planPaste(cells, fields, 0).columns.map((column) => column?.name)
    expect(names([['SP1', '2'], ['SP2', '3']])).toEqual(['item', 'quantity'])
    expect(names([['SP1', '2', '9.5']])).toEqual(['item', 'quantity', 'price'])
    expect(names([['SP1', '箱', '2']])).toEqual(['item', 'unit', 'quantity'])
  })

  it('fills to the right of the cursor otherwise', () => {
    expect(planPaste([['5'], ['6']], fields, 2).columns.map((column) => column?.name)).toEqual(['quantity'])
  })

  it('turns texts into values', () => {
    expect(pastedValue(field('q', 'quantity'), '1,200')).toBe('1200')
    expect(pastedValue(field('q', 'quantity'), 'n/a')).toBeUndefined()
    expect(pastedValue(field('r', 'rate'), '13%')).toBe('0.13')
    expect(pastedValue(field('r', 'rate'), '6.5%')).toBe('0.065')
    expect(pastedValue(field('d', 'date'), '2026年1月5日')).toBe('2026-01-05')
    expect(pastedValue(field('s', 'enum', { choices: [{ value: 'HOLD', label: '待检' }] }), '待检')).toBe('HOLD')
    expect(isoDate('2026/13/45')).toBeNull()
    expect(isoDate('20260105')).toBe('2026-01-05')
  })

  it('matches a code, then a barcode, then a name; never guesses among several', () => {
    const hits = [
      { id: '1', code: 'A1', name: '牛奶' },
      { id: '2', code: 'A10', name: '牛奶 250ml', extra: { barcode: '690' } },
    ]
    expect(pickExact(hits, 'a10')?.id).toBe('2')
    expect(pickExact(hits, '690')?.id).toBe('2')
    expect(pickExact(hits, '牛奶')?.id).toBe('1')
    expect(pickExact(hits, '奶')).toBeNull()
    expect(pickExact(hits.slice(0, 1), '奶')?.id).toBe('1')
  })
})

describe('lines', () => {
  it('computes money as the server will', () => {
    expect(withAmounts({ quantity: '3', price: '33.335', tax_rate: '0.13' }, false)).toMatchObject({ amount: '100.01', tax: '13.00', total: '113.01' })
    expect(withAmounts({ quantity: '1', price: '113', tax_rate: '0.13' }, true)).toMatchObject({ amount: '100.00', tax: '13', total: '113.00' })
    expect(withAmounts({ quantity: '10', price: '10', discount: '0.1' }, false)).toMatchObject({ amount: '90.00' })
    expect(withAmounts({ quantity: '3' }, false)).toEqual({ quantity: '3' })
    expect(netOfTax('-113.00', '0.13')).toBe('-100.00')
    expect(netOfTax('0.01', '0.13')).toBe('0.01')
  })

  it('sends what was typed and remembers which row it was', () => {
    const rows = [rowOf(), rowOf({ id: '9', item: { id: '5', code: 'A' }, quantity: '2', on_hand: '8', price: null }), rowOf(), rowOf({ item: { id: '6' }, quantity: '1', source: { document_id: '1', number: 'X', line_id: '77', line_no: 1 } })]
    expect(wireLines(rows, () => fields)).toEqual({
      lines: [{ id: '9', item: '5', quantity: '2' }, { source_line_id: '77', item: '6', quantity: '1' }],
      places: [1, 3],
    })
  })

  it('a copy is a new line without the past of its original', () => {
    const [, copy] = duplicateRow([rowOf({ id: '9', item: { id: '5' }, quantity: '2', source_line_id: '77', executed_quantity: '1' })], 0)
    expect(copy?.line).toEqual({ item: { id: '5' }, quantity: '2' })
  })

  it('copies down, removes, and always leaves a row to type in', () => {
    const rows = [rowOf({ quantity: '5' }), rowOf({ quantity: '1' })]
    expect(copyDown(rows, 1, 'quantity', false)[1]?.line['quantity']).toBe('5')
    expect(copyDown(rows, 0, 'quantity', false)).toBe(rows)
    const left = removeRow([rows[0] as (typeof rows)[0]], 0)
    expect(left).toHaveLength(1)
    expect(left.every(isBlank)).toBe(true)
  })

  it('takes the last price only where none was typed', () => {
    const row = rowOf({ item: { id: '5', extra: { base_unit: { id: '1' } } }, quantity: '2' })
    expect(withLastPrice(row, { last_price: '3.5' }, false).line).toMatchObject({ price: '3.5', amount: '7.00' })
    const typed = setCells(row, { price: '4' }, false)
    expect(withLastPrice(typed, { last_price: '3.5' }, false)).toBe(typed)
    const boxes = setCells(row, { unit: { id: '9' } }, false)
    expect(withLastPrice(boxes, { last_price: '3.5' }, false)).toBe(boxes)
    const emptied = setCells(row, { price: null }, false)
    expect(withLastPrice(emptied, { last_price: '3.5' }, false)).toBe(emptied)
  })

  it('tells the last price in the unit of the line, and again when the unit changes', () => {
    const [bottle, box] = [{ id: '1', extra: { factor: '1' } }, { id: '9', extra: { factor: '24' } }]
    const row = rowOf({ item: { id: '5', extra: { base_unit: { id: '1' } } }, unit: box, quantity: '2' })
    const filled = withLastPrice(row, { last_price: '2.083333' }, false)
    expect(filled.line).toMatchObject({ price: '50', amount: '100.00' })
    const switched = setCells(filled, { unit: bottle }, false)
    expect(switched.line['price']).toBeUndefined()
    expect(switched.line['amount']).toBeUndefined()
    expect(withLastPrice(switched, { last_price: '2.083333' }, false).line).toMatchObject({ price: '2.083333', amount: '4.17' })
    const typed = setCells(filled, { price: '48' }, false)
    expect(setCells(typed, { unit: bottle }, false).line['price']).toBe('48')
  })
})

describe('totals', () => {
  const [box, kilo] = [{ id: '1', name: '箱' }, { id: '2', name: '千克' }]
  const total = (rows: ReturnType<typeof rowOf>[]) => totalsOf(rows, [field('quantity', 'quantity'), field('amount', 'amount')])

  it('add up quantities of one unit, and tell several units one by one', () => {
    const boxes = [rowOf({ quantity: '2', unit: box, amount: '0.1' }), rowOf({ quantity: '10', unit: box, amount: '0.2' }), rowOf()]
    expect(total(boxes)).toEqual({ quantity: '12', amount: '0.3' })
    expect(total([...boxes, rowOf({ quantity: '1.5', unit: kilo })])['quantity']).toEqual([{ unit: box, quantity: '12' }, { unit: kilo, quantity: '1.5' }])
    expect(total([])['quantity']).toBe('0')
  })

  it('add up own amounts, not own numbers like temperatures', () => {
    const own = [field('x_temp', 'decimal', { custom: true }), field('x_fee', 'amount', { custom: true })]
    expect(totalsOf([rowOf({ x_temp: '4', x_fee: '1.5' }), rowOf({ x_temp: '5', x_fee: '2' })], own)).toEqual({ x_fee: '3.5' })
  })
})
