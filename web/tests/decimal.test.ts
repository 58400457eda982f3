import { describe, expect, it } from 'vitest'
import { compareDecimals, groupDigits, multiplyDecimals, normaliseDecimal, readRate, roundDecimal, subtractDecimals, sumDecimals } from '@/kit/decimal'
import { formatAmount, formatPrice, formatQuantity, formatRate } from '@/kit/format'

describe('decimals', () => {
  it('reads what people type and paste', () => {
    expect(normaliseDecimal(' 1,234.50 ')).toBe('1234.50')
    expect(normaliseDecimal('１２．５')).toBe('12.5')
    expect(normaliseDecimal('-0.00')).toBe('0.00')
    expect(normaliseDecimal('¥12')).toBe('12')
    expect(normaliseDecimal('.5')).toBe('0.5')
    expect(normaliseDecimal('1，234，567.5')).toBe('1234567.5')
    // A comma that parts no thousands is doubtful: 12,35 kg is not 1235 kg.
    for (const text of ['12,35', '3,.5', '1,2,3', '1234,567']) expect(normaliseDecimal(text)).toBeNull()
    for (const text of ['', '-', 'abc', '1.2.3', '12 pcs', null]) expect(normaliseDecimal(text)).toBeNull()
  })

  it('adds and multiplies where floats fail', () => {
    expect(sumDecimals(['0.1', '0.2'])).toBe('0.3')
    expect(sumDecimals(['9007199254740993', '0.000001'])).toBe('9007199254740993.000001')
    expect(subtractDecimals('1', '1.25')).toBe('-0.25')
    expect(subtractDecimals('1', '-1')).toBe('2')
    expect(multiplyDecimals('1.005', '100')).toBe('100.5')
    expect(multiplyDecimals('x', '1')).toBeNull()
  })

  it('rounds half up, away from zero', () => {
    expect(roundDecimal('0.005', 2)).toBe('0.01')
    expect(roundDecimal('-0.005', 2)).toBe('-0.01')
    expect(roundDecimal('1.0049', 2)).toBe('1.00')
    expect(roundDecimal('3', 2)).toBe('3.00')
  })

  it('compares by value', () => {
    expect(compareDecimals('1.50', '1.5')).toBe(0)
    expect(compareDecimals('-2', '1')).toBe(-1)
    expect(compareDecimals('10', '9')).toBe(1)
  })
})

describe('formats', () => {
  it('groups thousands and keeps signs', () => {
    expect(groupDigits('-1234567.80')).toBe('-1,234,567.80')
    expect(formatAmount('1234.5')).toBe('1,234.50')
    expect(formatQuantity('1250.500')).toBe('1,250.5')
    expect(formatQuantity('0')).toBe('0')
    expect(formatQuantity(null)).toBe('–')
    expect(formatPrice('36.5')).toBe('36.50')
    expect(formatPrice('0.123456')).toBe('0.123456')
    expect(formatRate('0.13')).toBe('13%')
    expect(formatRate('0.065')).toBe('6.5%')
    expect(formatRate('1')).toBe('100%')
  })

})

describe('rates', () => {
  it('are read as people write them', () => {
    expect(['13', '13%', '0.13', '6.5', '1', '0.5%', '100', '0'].map(readRate)).toEqual(['0.13', '0.13', '0.13', '0.065', '0.01', '0.005', '1', '0'])
    expect(readRate('x')).toBeNull()
  })
})
