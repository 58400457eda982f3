import { describe, expect, it } from 'vitest'
import type { DocTypeSpec, FieldSpec, LotOffer } from '@/api'
import { behindQuantity, lotColumns, lotText, numbersOf, offered, partsText, sumOfParts } from '@/resource/documents/lots/lots'

const field = (name: string): FieldSpec => ({ name, label: name, type: name === 'quantity' ? 'quantity' : 'text' })
const fields = ['item', 'unit', 'quantity', 'price', 'lot', 'production_date', 'expiry_date', 'remarks'].map(field)
const receipt = { line_fields: fields } as unknown as DocTypeSpec
const shipment = { line_fields: fields.filter((one) => one.name !== 'production_date') } as unknown as DocTypeSpec
const names = (found: FieldSpec[]) => found.map((one) => one.name)

describe('columns of lots', () => {
  it('are not there until goods managed by lot are on a line', () => {
    expect(names(lotColumns(fields, receipt, false))).toEqual(['item', 'unit', 'quantity', 'price', 'remarks'])
  })
  it('stand right behind the quantity, and a receipt may name new lots', () => {
    const shown = lotColumns(fields, receipt, true)
    expect(names(shown)).toEqual(['item', 'unit', 'quantity', 'lot', 'production_date', 'expiry_date', 'price', 'remarks'])
    expect(shown[3]?.allowNew).toBe(true)
    expect(behindQuantity(shown)).toBe(6)
    expect(lotColumns(fields, shipment, true)[3]?.allowNew).toBeUndefined()
  })
})

describe('lots in words', () => {
  const offers: LotOffer[] = [
    { lot: { id: '1', code: 'B2' }, expiry_date: '2026-07-15', days_left: 36, free: '60', take: '25', usable: true },
    { lot: { id: '2', code: 'B1' }, expiry_date: null, days_left: null, free: '40', take: '0', usable: true },
  ]
  it('tells what would be taken', () => {
    expect(partsText(offered(offers))).toBe('B2 ×25')
  })
  it('tells the one lot, the chosen ones, or those that were taken', () => {
    expect(lotText({ lot: { id: '1', code: 'B2' } })).toBe('B2')
    expect(lotText({ lots: [{ lot: { id: '1', code: 'B2' }, quantity: '3' }, { lot: 'B9', quantity: '2' }] })).toBe('B2 ×3、B9 ×2')
    expect(lotText({ lot_parts: [{ lot: { id: '1', code: 'B2' }, base_quantity: '5' }] })).toBe('B2 ×5')
    expect(lotText({})).toBe('')
  })
  it('adds up', () => {
    expect(sumOfParts([{ lot: 'A', quantity: '1.5' }, { lot: 'B', quantity: '2' }])).toBe('3.5')
  })
})

describe('numbers pasted', () => {
  it('takes lines, commas and blanks, each once', () => {
    expect(numbersOf('SN1\nSN2, SN2；SN3 SN4')).toEqual(['SN1', 'SN2', 'SN3', 'SN4'])
  })
  it('takes ranges, with the head once or twice and the end in short', () => {
    expect(numbersOf('SN008-SN011')).toEqual(['SN008', 'SN009', 'SN010', 'SN011'])
    expect(numbersOf('A98~A101')).toEqual(['A98~A101'])
    expect(numbersOf('SN0098~102')).toEqual(['SN0098', 'SN0099', 'SN0100', 'SN0101', 'SN0102'])
  })
  it('leaves what is no range as it is', () => {
    expect(numbersOf('AB-12-X')).toEqual(['AB-12-X'])
    expect(numbersOf('SN9-SN3')).toEqual(['SN9-SN3'])
    expect(numbersOf('A1-B3')).toEqual(['A1-B3'])
  })
})
