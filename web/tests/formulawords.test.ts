import { describe, expect, it } from 'vitest'
import { chipsOf, suggest, type Words } from '@/kit/formula/words'

const words: Words = {
  fields: [
    { path: 'total_amount', label: '价税合计', kind: 'number', many: false },
    { path: 'lines.price', label: '明细.单价', kind: 'number', many: true },
  ],
  functions: [
    { name: 'SUM', zh: '求和', group: 'lists', help: 'adds', example: 'SUM({lines.price})' },
    { name: 'MAX', zh: '最大值', group: 'lists', help: 'largest', example: 'MAX(1, 2)' },
  ],
}

describe('words of a formula', () => {
  it('shows known fields by their label and tells unknown ones', () => {
    expect(chipsOf('{total_amount} > {nothing}', words.fields)).toEqual([
      { from: 0, to: 14, label: '价税合计' }, { from: 17, to: 26, label: null },
    ])
  })

  it('leaves what stands in quotes alone', () => {
    expect(chipsOf('"{total_amount}" & “{lines.price}”', words.fields)).toEqual([])
  })

  it('offers fields only after a brace, wherever the word is found', () => {
    expect(suggest('1 + {pr', 7, words)?.options.map((one) => one.text)).toEqual(['{lines.price}'])
    expect(suggest('1 + {', 5, words)?.options).toHaveLength(2)
  })

  it('finds functions by either name, what begins so first', () => {
    expect(suggest('求', 1, words)?.options.map((one) => one.text)).toEqual(['SUM()'])
    expect(suggest('MAX(a', 5, words)).toMatchObject({ from: 4 })
    expect(suggest('m', 1, words)?.options.map((one) => one.label)).toEqual(['MAX', '价税合计', 'SUM'])
  })

  it('says nothing where no word has been begun', () => {
    expect(suggest('1 + ', 4, words)).toBeNull()
    expect(suggest('12', 2, words)).toBeNull()
  })
})
