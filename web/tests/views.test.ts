import { describe, expect, it } from 'vitest'
import type { FieldSpec } from '@/api'
import { PLAIN, laidOut, moved, ordered, readLayout } from '@/resource/list/layout'
import { isChanged, readView, settingsOf, viewToOpen, writeView } from '@/resource/list/views'
import type { SavedView } from '@/resource/list/views'

const fields = ['code', 'name', 'unit', 'brand'].map((name): FieldSpec => ({ name, label: name, type: 'text' }))
const names = (list: FieldSpec[]) => list.map((field) => field.name).join()
const stored = (id: string, more: Partial<Parameters<typeof readView>[0]> = {}) =>
  readView({ id, resource: 'items', name: id, settings: {}, shared: false, mine: true, position: 0, ...more })

describe('layout', () => {
  it('keeps the first column first, puts named ones in order and unknown ones behind', () => {
    expect(names(ordered(fields, ['brand', 'code', 'gone']))).toBe('code,brand,name,unit')
    expect(names(laidOut(fields, { ...PLAIN, hidden: ['code', 'name'], widths: { unit: 300 } }))).toBe('code,unit,brand')
    expect(laidOut(fields, { ...PLAIN, widths: { unit: 300 } })[2]?.width).toBe(300)
  })

  it('moves a column a step, never across the ends', () => {
    const right = moved(fields, PLAIN, 'name', 1)
    expect(names(ordered(fields, right.order))).toBe('code,unit,name,brand')
    expect(moved(fields, PLAIN, 'name', -1)).toBe(PLAIN)
    expect(moved(fields, PLAIN, 'brand', 1)).toBe(PLAIN)
    expect(moved(fields, PLAIN, 'code', 1)).toBe(PLAIN)
  })

  it('reads what an older page or another program stored', () => {
    expect(readLayout(null)).toEqual(PLAIN)
    expect(readLayout({ hidden: ['a', 3], density: 'middle', widths: { a: 5, b: 'x', c: 120 } })).toEqual({ hidden: ['a'], order: [], widths: { c: 120 }, density: 'middle', sum: '' })
  })
})

describe('saved views', () => {
  const view: SavedView = { ...stored('7'), query: { q: '奶', sort: '-code', filter: [['brand', 'eq', '3']] }, layout: { ...PLAIN, hidden: ['unit'] } }

  it('come back from the server as they were kept', () => {
    expect(stored('7', { settings: JSON.parse(JSON.stringify(settingsOf(view))) as Record<string, unknown> })).toEqual(view)
  })

  it('are told changed when search, order, filter or columns differ', () => {
    expect(isChanged(view, view.query, view.layout)).toBe(false)
    expect(isChanged(view, { ...view.query, sort: '' }, view.layout)).toBe(true)
    expect(isChanged(view, { ...view.query, filter: [] }, view.layout)).toBe(true)
    expect(isChanged(view, view.query, PLAIN)).toBe(true)
  })

  it('are restored by a link, and by nothing when the address says more', () => {
    const at = (text: string) => viewToOpen(new URLSearchParams(text), [view, stored('8', { settings: { first: true } })])?.id
    expect(at('view=7')).toBe('7')
    expect(at('view=7&q=x')).toBeUndefined()
    expect(at('view=99')).toBeUndefined()
    expect(at('open=3')).toBe('8')
    const address = writeView(new URLSearchParams('open=3'), view)
    expect([address.get('view'), address.get('sort'), address.get('open')]).toEqual(['7', '-code', '3'])
    expect(writeView(address, null).toString()).toBe('open=3')
  })

  it('open with one\'s own choice before the shared one, never with somebody\'s private one', () => {
    const shared = stored('1', { settings: { first: true }, shared: true, mine: false })
    const open = (views: SavedView[]) => viewToOpen(new URLSearchParams(), views)?.id
    expect(open([shared])).toBe('1')
    expect(open([shared, stored('2', { settings: { first: true } })])).toBe('2')
    expect(open([stored('3')])).toBeUndefined()
  })
})
