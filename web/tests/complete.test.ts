import { describe, expect, it } from 'vitest'
import { complete, spoken } from '@/kit/formula/complete'
import type { Vocabulary } from '@/kit/formula/complete'

const words: Vocabulary = {
  fields: [
    { path: 'total_amount', label: 'Total', kind: 'number', many: false },
    { path: 'partner.code', label: 'Partner code', kind: 'text', many: false },
    { path: 'lines.price', label: 'Price', kind: 'number', many: true },
  ],
  functions: [
    { name: 'SUM', zh: 'QIUHE', help: 'adds', example: 'SUM({lines.price})' },
    { name: 'PRODUCT', zh: 'CHENG', help: 'multiplies', example: 'PRODUCT(2, 3)' },
  ],
}
const offered = (text: string, chinese = false) => complete(text, text.length, words, chinese)?.words.map((word) => word.apply)

describe('words while typing a formula', () => {
  it('offers fields behind a brace and closes it', () => {
    expect(offered('{')).toEqual(['{total_amount}', '{partner.code}', '{lines.price}'])
    expect(offered('1 + {lines.')).toEqual(['{lines.price}'])
    expect(complete('{tot} > 5', 4, words, false)).toMatchObject({ from: 0, to: 5 })
  })

  it('finds what begins so before what only holds it, by either name', () => {
    expect(offered('pr')).toEqual(['{lines.price}', 'PRODUCT('])
    expect(offered('code')).toEqual(['{partner.code}'])
    expect(offered('qiu', true)).toEqual(['QIUHE('])
  })

  it('stays away from numbers, texts and finished fields', () => {
    expect(offered('')).toBeUndefined()
    expect(offered('{total_amount} > 50')).toBeUndefined()
    expect(offered('{partner.code} = "to')).toBeUndefined()
    expect(offered('{partner.code} = "x" & to')).toEqual(['{total_amount}'])
  })

  it('offers everything when asked for', () => {
    expect(complete('', 0, words, false, true)?.words).toHaveLength(5)
  })
})

it('reads a formula aloud', () => {
  expect(spoken('{total_amount} > SUM({lines.price}) + {gone}', words)).toBe('Total > SUM(Price) + {gone}')
})
