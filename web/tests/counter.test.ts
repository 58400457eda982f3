import { describe, expect, it } from 'vitest'
import { changeFor, ready, roundOff, rowTotal, scanned, totalOf } from '@/features/sales/counter'
import type { CounterRow } from '@/features/sales/counter'

const soy = { item: { id: '1', code: 'SOY', name: '酱油' }, unit: { id: '5', name: '瓶' } }
const carton = { item: { id: '1', code: 'SOY', name: '酱油' }, unit: { id: '6', name: '箱' } }
const priced = (rows: CounterRow[], price: string) => rows.map((row) => ({ ...row, price }))

describe('the till', () => {
  it('counts the same goods up and keeps units apart, newest first', () => {
    const rows = scanned(scanned(scanned([], soy), carton), soy)
    expect(rows.map((row) => [row.unitName, row.quantity])).toEqual([['瓶', '2'], ['箱', '1']])
  })

  it('adds rows up to the cent', () => {
    const rows = [{ price: '6.5', quantity: '1.254' }, { price: '9.9', quantity: '3' }].flatMap((one) => scanned([], soy).map((row) => ({ ...row, ...one })))
    expect(rows.map(rowTotal)).toEqual(['8.15', '29.70'])
    expect(totalOf(rows)).toBe('37.85')
  })

  it('rounds off to yuan or jiao, never up', () => {
    expect(roundOff('37.85', '1')).toBe('0.85')
    expect(roundOff('37.85', '0.1')).toBe('0.05')
    expect(roundOff('37.00', '1')).toBe('0.00')
  })

  it('gives change only when enough was given', () => {
    expect(changeFor('37.80', '50')).toBe('12.20')
    expect(changeFor('37.80', '30')).toBeNull()
    expect(changeFor('37.80', '')).toBeNull()
  })

  it('is ready when every row has a price and a quantity', () => {
    expect(ready(scanned([], soy))).toBe(false)
    expect(ready(priced(scanned([], soy), '1'))).toBe(true)
    expect(ready([])).toBe(false)
  })
})
