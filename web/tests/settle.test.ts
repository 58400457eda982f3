import { describe, expect, it } from 'vitest'
import type { OpenItem } from '@/resource/fields/settle/openItems'
import { leftOf, oldestFirst, totalOf, withAmount } from '@/resource/fields/settle/openItems'

const item = (id: string, open_amount: string): OpenItem => ({ document: { id, number: `F${id}`, type: 'purchase_invoice' }, date: '2026-03-01', due_date: null, side: 'AP', amount: open_amount, open_amount })

describe('settling', () => {
  it('takes what is due first until the money is used up', () => {
    const found = oldestFirst([item('1', '100.00'), item('2', '50.50'), item('3', '80.00')], '120.30', false)
    expect(found).toEqual([{ document: '1', amount: '100.00' }, { document: '2', amount: '20.30' }])
    expect(totalOf(found)).toBe('120.3')
  })

  it('settles credit notes with a refund and invoices with a payment', () => {
    expect(leftOf(item('1', '-30.00'), true)).toBe('30.00')
    expect(leftOf(item('1', '-30.00'), false)).toBeNull()
    expect(oldestFirst([item('1', '-30.00'), item('2', '10.00')], '99', true)).toEqual([{ document: '1', amount: '30.00' }])
  })

  it('replaces an amount and takes out what is empty', () => {
    const typed = withAmount([{ document: { id: '1' }, amount: '5' }], '1', '7')
    expect(typed).toEqual([{ document: '1', amount: '7' }])
    expect(withAmount(typed, '1', '')).toEqual([])
  })
})
