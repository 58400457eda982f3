import { describe, expect, it } from 'vitest'
import type { Tree } from '../src/kit/formula/evaluate'
import { judge } from '../src/features/settings/check'

const dear: Tree = {
  f: 'LE', k: 'bool',
  a: [{ f: 'MAX', k: 'number', a: [{ x: 'lines.price', k: 'number', m: true }] }, { v: '100', k: 'number' }],
}
const supplier: Tree = { f: 'EQ', k: 'bool', a: [{ x: 'partner.code', k: 'text' }, { v: 'S1', k: 'text' }] }
const moment = { at: 0, zone: 'Asia/Shanghai' }

describe('a check on a document', () => {
  it('reads lines one by one', () => {
    expect(judge(dear, { lines: [{ price: '99.5' }, { price: null }] }, moment)).toBe('holds')
    expect(judge(dear, { lines: [{ price: '99.5' }, { price: '100.01' }] }, moment)).toBe('fails')
  })
  it('reads through references, and does not judge what is not there', () => {
    expect(judge(supplier, { partner: { code: 'S1' } } as never, moment)).toBe('holds')
    expect(judge(supplier, { partner: null } as never, moment)).toBe('blank')
    expect(judge(dear, { lines: [] }, moment)).toBe('blank')
  })
})
