import { describe, expect, it } from 'vitest'
import type { FieldSpec } from '@/api'
import { brokenRule, ruledFields } from '@/resource/rules/rules'

const moment = { at: 0, zone: 'Asia/Shanghai' }
const equals = (path: string, value: string) => ({ f: 'EQ', a: [{ x: path, k: 'text' as const }, { v: value, k: 'text' as const }], k: 'bool' as const })
const over = (path: string, value: string) => ({ f: 'GT', a: [{ x: path, k: 'number' as const }, { v: value, k: 'number' as const }], k: 'bool' as const })
const field = (rules: FieldSpec['rules']): FieldSpec => ({ name: 'x_why', label: '原因', type: 'text', ...(rules ? { rules } : {}) })
const on = (rules: FieldSpec['rules'], header: Record<string, unknown>, line?: Record<string, unknown>) => ruledFields([field(rules)], { header, moment, ...(line ? { line } : {}) })

describe('rules of fields while typing', () => {
  it('shows a field where its condition holds, and where the page cannot tell', () => {
    const rules = { shown_when: equals('x_kind', 'o1') }
    expect(on(rules, { x_kind: 'o2' })).toEqual([])
    expect(on(rules, {})).toEqual([])
    expect(on(rules, { x_kind: 'o1' })).toHaveLength(1)
    const category = { shown_when: equals('line.item.category.name', '冷藏') }
    expect(on(category, {}, { item: { id: '1', name: '牛奶' } })).toHaveLength(1)
    expect(on(category, {}, {})).toEqual([])
  })
  it('requires, closes and narrows', () => {
    expect(on({ required_when: over('line.quantity', '10') }, {}, { quantity: '1,000' })[0]).toMatchObject({ required: true, readonly: false })
    expect(on({ locked_when: equals('partner.name', '甲') }, { partner: { id: '1', name: '甲' } })[0]?.readonly).toBe(true)
    const choice: FieldSpec = { ...field({ options_by: 'x_a', options: { o1: ['o2'] } }), type: 'enum', choices: [{ value: 'o1', label: '一' }, { value: 'o2', label: '二' }] }
    expect(ruledFields([choice], { header: { x_a: 'o1' }, moment })[0]?.choices).toEqual([{ value: 'o2', label: '二' }])
    expect(ruledFields([choice], { header: {}, moment })[0]?.choices).toHaveLength(2)
  })
  it('tells what does not hold', () => {
    const rules = { must_hold: over('x_why', '3'), message: '太小' }
    expect(brokenRule(field(rules), { header: { x_why: '2' }, moment })).toBe('太小')
    expect(brokenRule(field(rules), { header: { x_why: '4' }, moment })).toBeNull()
    expect(brokenRule(field(rules), { header: {}, moment })).toBeNull()
  })
})
