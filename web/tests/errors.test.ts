import { describe, expect, it } from 'vitest'
import { ApiError, confirmableCodes, documentErrors, fieldErrors, messageOf } from '@/api'
import { placeLines } from '@/resource/documents/useActions'

const refused = (errors: { loc: (string | number)[]; message: string; code?: string }[], code = 'refused') =>
  new ApiError(422, { code, title: 'refused', errors: errors.map((item) => ({ code: 'x', ...item })) })

describe('refusals', () => {
  it('go to the row and field they concern', () => {
    const found = documentErrors(refused([
      { loc: ['body', 'lines', 2, 'quantity'], message: '可用 8，缺 12' },
      { loc: ['lines', 2], message: 'whole row' },
      { loc: ['header', 'partner'], message: 'pick one' },
      { loc: ['warehouse'], message: 'closed' },
      { loc: [], message: 'general' },
    ]))
    expect(found.lines[2]).toEqual({ quantity: ['可用 8，缺 12'], '': ['whole row'] })
    expect(found.header).toEqual({ partner: ['pick one'], warehouse: ['closed'] })
    expect(found.general).toEqual(['general'])
  })

  it('a refusal without places is said at the top', () => {
    expect(documentErrors(new ApiError(409, { code: 'state', title: 't', detail: 'already posted' })).general).toEqual(['already posted'])
    expect(documentErrors(new Error('boom')).general).toEqual(['boom'])
  })

  it('indexes of sent lines lead back to rows on screen', () => {
    const placed = placeLines(documentErrors(refused([{ loc: ['lines', 1, 'price'], message: 'm' }])), [0, 4])
    expect(Object.keys(placed.lines)).toEqual(['4'])
  })

  it('only a question can be confirmed', () => {
    const question = refused([{ loc: [], code: 'tolerance', message: 'a' }, { loc: [], code: 'tolerance', message: 'b' }], 'confirmation_required')
    expect(confirmableCodes(question)).toEqual(['tolerance'])
    expect(confirmableCodes(refused([{ loc: [], message: 'a' }]))).toEqual([])
  })

  it('fields of a flat form get their message', () => {
    expect(fieldErrors(refused([{ loc: ['body', 'code'], message: 'taken' }, { loc: [], message: 'top' }]))).toEqual({ code: 'taken', '': 'top' })
    expect(messageOf(refused([{ loc: [], message: 'a' }, { loc: [], message: 'a' }]))).toBe('a')
  })
})
