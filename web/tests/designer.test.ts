import { describe, expect, it } from 'vitest'
import type { DesignBase, FormDesign } from '@/api'
import { begin, redo, step, undo } from '@/kit/history'
import { changesBetween, ownChanges } from '@/features/settings/designer/diff'
import { addField, addSection, deltasOf, fieldsOf, freeCode, isRequired, move, newOwn, removeField, renameSection, sectionOf, setDelta, setOwn, sheetOf, shift } from '@/features/settings/designer/model'
import type { Sheet } from '@/features/settings/designer/model'

const base = (name: string, group: string | null = null, more: Partial<DesignBase> = {}): DesignBase => ({
  name, label: name, type: 'text', group, class: 'B', allowed: ['label', 'hidden', 'required', 'order', 'group'], texts: { label: name, label_en: name, help: '', help_en: '' }, required: false, ...more,
})
const kept = newOwn('x_temp', 'number', '温度', 'Temperature')
const answer: FormDesign = {
  target: 'items', label: '商品', rev: 1, formulas: false, words: { fields: [], functions: [] }, fields: {}, kinds: [],
  base: [base('code', null, { required: true, class: 'L' }), base('name'), base('brand', 'more'), base('origin', 'more'), base('x_temp', null, { class: 'C' })],
  own: [{ ...kept, id: '7', rev: 2 }],
}
const names = (sheet: Sheet) => sheet.sections.map((section) => [section.name, section.fields.map((field) => field.name).join(' ')])
const first = sheetOf(answer, false)

describe('the form as kept', () => {
  it('groups fields and follows the order that was chosen', () => {
    expect(names(first)).toEqual([['', 'code name x_temp'], ['more', 'brand origin']])
    const ordered = sheetOf({ ...answer, fields: { origin: { order: 0 }, code: { order: 1 }, brand: { group: '' } } }, false)
    expect(names(ordered)).toEqual([['more', 'origin'], ['', 'code name brand x_temp']])
  })
  it('has one row of columns for lines', () => expect(names(sheetOf(answer, true))).toEqual([['', 'code name brand origin x_temp']]))
  it('keeps nothing where nothing changed', () => expect(deltasOf(first, answer)).toEqual({}))
})

describe('moves', () => {
  it('puts a field before another, forwards and backwards', () => {
    expect(names(move(first, 'code', '', 2))[0]).toEqual(['', 'name code x_temp'])
    expect(names(move(first, 'x_temp', '', 0))[0]).toEqual(['', 'x_temp code name'])
    expect(names(move(first, 'brand', '', 1))).toEqual([['', 'code brand name x_temp'], ['more', 'origin']])
  })
  it('leaves the form itself alone when nothing moves', () => {
    expect(move(first, 'code', '', 0)).toBe(first)
    expect(move(first, 'code', '', 1)).toBe(first)
    expect(move(first, 'code', 'nowhere', 1)).toBe(first)
  })
  it('steps by keyboard, over the edge of a group too', () => {
    expect(names(shift(first, 'name', 1))[0]).toEqual(['', 'code x_temp name'])
    expect(names(shift(first, 'name', -1))[0]).toEqual(['', 'name code x_temp'])
    expect(names(shift(first, 'x_temp', 1))).toEqual([['', 'code name'], ['more', 'x_temp brand origin']])
    expect(names(shift(first, 'brand', -1))).toEqual([['', 'code name x_temp brand'], ['more', 'origin']])
    expect(shift(first, 'code', -1)).toBe(first)
  })
})

describe('changes', () => {
  it('says nothing about what is as usual', () => {
    const renamed = setDelta(first, 'name', 'label', '品名')
    expect(deltasOf(renamed, answer)).toEqual({ name: { label: '品名' } })
    expect(fieldsOf(setDelta(renamed, 'name', 'label', 'name'))[1]?.delta).toEqual({})
    expect(fieldsOf(setDelta(first, 'code', 'required', true))[0]?.delta).toEqual({})
    expect(isRequired(fieldsOf(setDelta(first, 'name', 'required', true))[1] as never)).toBe(true)
  })
  it('keeps places of all once one moved, and the group left', () => {
    const moved = move(addSection(first, '仓储'), 'brand', '仓储', 0)
    expect(deltasOf(moved, answer)).toEqual({ code: { order: 0 }, name: { order: 1 }, x_temp: { order: 2 }, origin: { order: 3 }, brand: { order: 4, group: '仓储' } })
    expect(sectionOf(renameSection(moved, '仓储', '库房'), 'brand')).toBe('库房')
  })
  it('adds and takes away own fields', () => {
    const code = freeCode(first, 'number')
    const added = addField(first, newOwn(code, 'number', '湿度', ''), '', 1)
    expect(names(added)[0]).toEqual(['', 'code x_number1 name x_temp'])
    expect(freeCode(added, 'number')).toBe('x_number2')
    expect(removeField(added, code)).toEqual(first)
    expect(removeField(first, 'x_temp').removed.map((own) => own.id)).toEqual(['7'])
    expect(removeField(first, 'name')).toBe(first)
    expect(fieldsOf(setOwn(added, code, { code: 'x_wet' }))[1]?.name).toBe('x_wet')
  })
  it('undoes and does again', () => {
    let history = begin(first)
    history = step(history, shift(first, 'name', 1))
    expect(undo(history).now).toBe(first)
    expect(redo(undo(history)).now).toBe(history.now)
  })
})

describe('what publishing changes', () => {
  it('names each difference once', () => {
    let after = setDelta(first, 'name', 'label', '品名')
    after = setOwn(after, 'x_temp', { required: true })
    after = move(after, 'brand', '', 0)
    after = addField(after, newOwn('x_new', 'text', '备案号', ''), 'more', 0)
    expect(changesBetween(first, after).map(({ kind, name, what, from, to }) => [kind, name, what, from, to])).toEqual([
      ['grouped', 'brand', undefined, 'more', ''],
      ['changed', 'name', 'label', 'name', '品名'],
      ['changed', 'x_temp', 'required', false, true],
      ['added', 'x_new', 'text', undefined, undefined],
    ])
    expect(changesBetween(after, first).find((one) => one.what === 'label')?.to).toBe('name')
  })
  it('names only the field that moved', () => {
    expect(changesBetween(first, move(first, 'x_temp', '', 0)).map((one) => [one.kind, one.name])).toEqual([['moved', 'x_temp']])
    expect(changesBetween(first, removeField(first, 'x_temp')).map((one) => one.kind)).toEqual(['removed'])
    expect(changesBetween(first, first)).toEqual([])
  })
  it('sends of an own field what changed', () => expect(ownChanges({ ...kept, rev: 1 }, { ...kept, rev: 2, least: '0', choices: [] })).toEqual({ least: '0' }))
})
