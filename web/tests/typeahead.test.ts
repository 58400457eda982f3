import { beforeEach, describe, expect, it } from 'vitest'
import { dropKept, keepKey, takeKept } from '../src/resource/documents/grid/typeahead'

const type = (...keys: string[]) => keys.forEach((key) => keepKey(key))

describe('keys typed ahead', () => {
  beforeEach(dropKept)

  it('go to the cells they were meant for, one after the other', () => {
    type('2', '0', 'Enter', '6', '5', 'Enter')
    expect(takeKept()).toEqual({ text: '20', leave: 'Enter' })
    expect(takeKept()).toEqual({ text: '65', leave: 'Enter' })
    expect(takeKept()).toEqual({ text: '', leave: null })
  })

  it('may be corrected before they arrive', () => {
    type('2', '1', 'Backspace', '0')
    expect(takeKept()).toEqual({ text: '20', leave: null })
  })

  it('are forgotten when the cell stays', () => {
    type('9')
    dropKept()
    expect(takeKept()).toEqual({ text: '', leave: null })
  })

  it('are only keys that type or leave', () => {
    expect(keepKey('ArrowDown')).toBe(false)
    expect(keepKey('Shift')).toBe(false)
  })
})
