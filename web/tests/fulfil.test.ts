import { describe, expect, it } from 'vitest'
import { divideDown } from '@/kit'
import { canGo, proposed } from '@/resource/workbench/canGo'
import { addPackage, countedLines, differs, fulfilLines, isWrong } from '@/resource/workbench/fulfil'
import { firstLines } from '@/resource/workbench/useBeside'

const line = (source_line_id: string, item: string, quantity: string) => ({ source_line_id, item: { id: item, name: item }, quantity })
const held = (reserved: string, available: string, onHand: string, remaining: string, remainingBase = remaining) => ({ reserved, available, onHand, remaining, remainingBase })

describe('what can go', () => {
  it('is what the order holds and what nobody holds, never more than lies there', () => {
    const lines = fulfilLines([line('1', 'a', '40'), line('2', 'b', '10'), line('3', 'c', '5')], false)
    const goes = canGo(lines, { 1: held('30', '0', '30', '40'), 2: held('4', '100', '104', '10'), 3: held('5', '-8', '2', '5') })
    expect(goes).toEqual({ 1: '30', 2: '10', 3: '2' })
    expect(proposed(lines, goes).map((one) => [one.key, one.counted])).toEqual([['1', '30'], ['3', '2'], ['2', '10']])
  })

  it('is shared by lines of one item', () => {
    const lines = fulfilLines([line('1', 'a', '6'), line('2', 'a', '6')], false)
    expect(canGo(lines, { 1: held('0', '8', '8', '6'), 2: held('0', '8', '8', '6') })).toEqual({ 1: '6', 2: '2' })
  })

  it('breaks no box', () => {
    const lines = fulfilLines([line('1', 'a', '3')], false)
    expect(canGo(lines, { 1: held('30', '0', '30', '3', '36') })).toEqual({ 1: '2' })
    expect(canGo(lines, { 1: held('36', '0', '36', '3', '36') })).toEqual({ 1: '3' })
  })

  it('is not known for lines nobody told about', () => {
    const lines = fulfilLines([line('1', 'a', '3')], false)
    expect(canGo(lines, {})).toEqual({})
    expect(proposed(lines, {})[0]?.counted).toBe('3')
  })
})

describe('a quantity', () => {
  it('that is no number is told, not left out', () => {
    const typed = (counted: string) => fulfilLines([line('1', 'a', '3')], false).map((one) => ({ ...one, counted }))
    for (const counted of ['abc', '1e3', '12,35', '-1']) {
      expect(typed(counted).map(isWrong)).toEqual([true])
      expect(typed(counted).map(differs)).toEqual([true])
    }
    for (const counted of ['', '0', '1,000', '2.5']) expect(typed(counted).map(isWrong)).toEqual([false])
  })

  it('divides down, exactly', () => {
    expect(divideDown('30', '12', 0)).toBe('2')
    expect(divideDown('1', '3', 6)).toBe('0.333333')
    expect(divideDown('0.5', '0.25', 2)).toBe('2')
    expect(divideDown('1', '0', 2)).toBeNull()
  })
})

describe('the bin', () => {
  it('is the one the item lies in, unless the line names one or another warehouse', () => {
    const bin = { id: '14', code: 'B-02', name: '' }
    const draft = { type: 'goods_receipt', header: { warehouse: { id: '1' } }, lines: [
      line('1', 'a', '3'), { ...line('2', 'a', '3'), bin: { id: '9' } }, { ...line('3', 'a', '3'), warehouse: { id: '2' } }, line('4', 'b', '1'),
    ] }
    const lines = firstLines(draft, { held: {}, bins: true, context: { a: { bin }, b: { bin: null } } })
    expect(countedLines(lines).lines.map((one) => one['bin'])).toEqual(['14', '9', undefined, undefined])
  })
})

describe('a scanned package', () => {
  const piece = { id: 'u', name: 'EA' }
  const open = fulfilLines([{ ...line('1', 'a', '40'), unit: piece }, { ...line('2', 'b', '10'), unit: piece }], true)
  const content = (item: string, quantity: string, lot: string) => ({ item: { id: item, name: item }, unit: piece, quantity, lot: { id: lot, code: lot }, package: { id: 'p', code: 'P' } })

  it('fills the lines that want its goods, one line a lot, and tells what nobody wants', () => {
    const { lines, left, hit } = addPackage(open, [content('a', '20', 'L1'), content('a', '5', 'L2'), content('z', '1', 'L3')])
    expect(lines.map((one) => [one.line.source_line_id, one.counted, (one.line['lot'] as { code: string } | undefined)?.code])).toEqual([
      ['1', '20', 'L1'], ['1', '5', 'L2'], ['2', '', undefined],
    ])
    expect(left).toHaveLength(1)
    expect(hit).toBe(lines[1]?.key)
    expect(countedLines(lines).lines.map((one) => one['package'])).toEqual(['p', 'p'])
  })

  it('leaves goods alone that the order counts in another unit', () => {
    const boxes = fulfilLines([{ ...line('1', 'a', '4'), unit: { id: 'c', name: 'CTN' } }], true)
    expect(addPackage(boxes, [content('a', '20', 'L1')]).left).toHaveLength(1)
  })
})
