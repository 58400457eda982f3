import { describe, expect, it } from 'vitest'
import { contextByItem } from '@/api/stock'
import type { FieldSpec } from '@/api'
import { matchesShortcut, rankCommands } from '@/kit'
import type { CountedLine } from '@/api/counts'
import { byBin, countedIn, entryOf, isScan, readCount, readScan } from '@/features/warehousing/count'
import { choose, firstMapping, missingFields, stepOf, wireMapping } from '@/features/integrations/mapping'
import { layersOf } from '@/resource/documents/tabs/LinksTab'
import { addScanned, countedLines, differs, fulfilLines } from '@/resource/workbench/fulfil'
import { safeNext } from '@/app/next'

describe('carrying out an order', () => {
  const lines = fulfilLines([
    { source_line_id: '71', item: { id: '1', name: 'A' }, quantity: '2', unit: { id: '9', name: '箱' }, amount: '5.00' },
    { source_line_id: '72', item: { id: '1', name: 'A' }, quantity: '1' },
    { source_line_id: '73', item: { id: '2', name: 'B' }, quantity: '3' },
  ], true)

  it('scans fill the lines of an item one after the other', () => {
    let state = lines
    for (let beep = 0; beep < 3; beep++) state = addScanned(state, '1', '1').lines
    expect(state.map((line) => line.counted)).toEqual(['2', '1', ''])
    const over = addScanned(state, '1', '1')
    expect(over.hit).toBe('72')
    expect(over.lines[1]?.counted).toBe('2')
    expect(addScanned(state, '99', '1').hit).toBeNull()
  })

  it('sends only lines with a quantity, with their source, without computed money', () => {
    const state = addScanned(lines, '2', '3').lines.map((line) => (line.key === '71' ? { ...line, counted: '0' } : line))
    expect(countedLines(state)).toEqual({ lines: [{ quantity: '3', source_line_id: '73', item: '2' }], places: [2] })
    expect(differs(state[2] as (typeof state)[0])).toBe(false)
  })
})

describe('counting', () => {
  const line = (bin: string, item: string, more: Partial<CountedLine> = {}): CountedLine => ({ item: { id: item, name: item }, bin: { id: `id-${bin}`, code: bin }, status: 'AVAILABLE', counted: null, ...more })
  const lines = [line('A-10', '5'), line('A-2', '5', { counted: '4', rounds: { '1': '4' } })]

  it('walks the bins in order', () => {
    expect(byBin(lines).map((group) => group.key)).toEqual(['A-2', 'A-10'])
  })

  it('tells the rounds apart', () => {
    expect(countedIn(lines[1] as CountedLine, 1)).toBe('4')
    expect(countedIn(lines[1] as CountedLine, 2)).toBeNull()
    expect(countedIn(lines[0] as CountedLine, 1)).toBeNull()
  })

  it('a scan is a bin of the sheet, else one more piece in the bin at hand', () => {
    expect(readScan('a-10', lines, null, 1)).toEqual({ bin: 'A-10' })
    expect(readScan('6901', lines, 'A-2', 2)).toEqual({ entry: { barcode: '6901', quantity: '1', mode: 'ADD', round: 2, bin_code: 'A-2' } })
    expect(readScan('6901', lines, null, 1)).toEqual({ entry: { barcode: '6901', quantity: '1', mode: 'ADD', round: 1 } })
  })

  it('an entry says where and what', () => {
    expect(entryOf(line('A-2', '5', { lot: { id: '8' } }), '7', 1, 'SET')).toEqual({ item: '5', quantity: '7', round: 1, mode: 'SET', status: 'AVAILABLE', bin: 'id-A-2', lot: '8' })
  })
})

describe('import mapping', () => {
  const run = {
    columns: [
      { index: 0, title: '编码', samples: [], field: 'code', confidence: '0.6' },
      { index: 1, title: '商品编码', samples: [], field: 'code', confidence: '0.9' },
      { index: 2, title: '?', samples: [], field: null, confidence: '0' },
    ],
  }

  it('gives a field to its surest column only', () => {
    expect(firstMapping(run).map((entry) => entry.field)).toEqual([null, 'code', null])
  })

  it('moves a field when it is chosen elsewhere', () => {
    expect(choose(firstMapping(run), 2, 'code').map((entry) => entry.field)).toEqual([null, null, 'code'])
  })

  it('names required fields without a column', () => {
    const fields: FieldSpec[] = [{ name: 'code', label: 'c', type: 'text', required: true }, { name: 'name', label: 'n', type: 'text', required: true }]
    expect(missingFields(fields, firstMapping(run)).map((field) => field.name)).toEqual(['name'])
  })

  it('finds a run where it stands', () => {
    expect(stepOf(undefined)).toBe('file')
    expect(stepOf('UPLOADED')).toBe('mapping')
    expect(stepOf('RUNNING')).toBe('run')
    expect(stepOf('DONE')).toBe('run')
    expect(wireMapping(firstMapping(run))).toEqual({ '0': null, '1': 'code', '2': null })
  })
})

describe('commands', () => {
  const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more })

  it('keys match exactly', () => {
    expect(matchesShortcut('Mod+k', press('k', { ctrlKey: true }))).toBe(true)
    expect(matchesShortcut('Mod+k', press('k'))).toBe(false)
    expect(matchesShortcut('Alt+n', press('n', { altKey: true, ctrlKey: true }))).toBe(false)
    expect(matchesShortcut('?', press('?', { shiftKey: true }))).toBe(true)
    expect(matchesShortcut('Mod+Enter', press('Enter', { metaKey: true }))).toBe(true)
  })

  it('the palette finds by label and pinyin, best first', () => {
    const list = [
      { key: 'a', label: '采购入库单', keywords: 'goods receipt CGRK', perform: () => undefined },
      { key: 'b', label: '即时库存', keywords: 'stock jishikucun', perform: () => undefined },
      { key: 'c', label: '库存台账', keywords: 'ledger', perform: () => undefined },
    ]
    expect(rankCommands(list, '库存').map((entry) => entry.key)).toEqual(['c', 'b'])
    expect(rankCommands(list, 'jishi').map((entry) => entry.key)).toEqual(['b'])
    expect(rankCommands(list, 'cgrk receipt').map((entry) => entry.key)).toEqual(['a'])
    expect(rankCommands(list, 'zzz')).toEqual([])
  })
})

describe('small seams', () => {
  it('layers a link graph from sources to followers', () => {
    const node = (id: string) => ({ id, type: 't', number: id, state: 'POSTED', business_date: '2026-11-01' })
    const layers = layersOf({ nodes: [node('3'), node('1'), node('2')], edges: [{ source: '1', target: '2' }, { source: '2', target: '3' }] }, '2')
    expect(layers.map((nodes) => nodes.map((entry) => entry.id))).toEqual([['1'], ['2'], ['3']])
  })

  it('reads line context as a map or as rows', () => {
    expect(contextByItem({ '5': { on_hand: '1' } })).toEqual({ '5': { on_hand: '1' } })
    expect(contextByItem({ items: [{ item: { id: '5' }, on_hand: '1' }] })).toMatchObject({ '5': { on_hand: '1' } })
  })

  it('after sign-in only addresses of this product are followed', () => {
    expect(safeNext('/documents/goods_receipt?q=1')).toBe('/documents/goods_receipt?q=1')
    for (const evil of ['//evil.example', 'https://evil.example', '/login?next=/', null]) expect(safeNext(evil)).toBe('/')
  })
})

describe('a quantity typed at the shelf', () => {
  it('is a number or a number with units, and never a guess', () => {
    expect([' 12 ', '1,200', '3箱+2瓶', '1.5kg'].map(readCount)).toEqual(['12', '1200', '3箱+2瓶', '1.5kg'])
    expect(['12,35', '3箱,5', 'abc', '', '-'].map(readCount)).toEqual([null, null, null, null, null])
  })

  it('is told from a barcode that was scanned into it', () => {
    expect(isScan('6901028075831')).toBe(true)
    expect(isScan('1200')).toBe(false)
  })
})
