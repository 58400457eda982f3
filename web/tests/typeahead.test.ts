// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest'
import { dropKept, keepKey, leaveOf, pressOf, takeKept } from '@/kit'

const stroke = (key: string, held: Partial<Parameters<typeof keepKey>[0]> = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...held })
const type = (...keys: string[]) => keys.forEach((key) => keepKey(stroke(key)))

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
    expect(keepKey(stroke('ArrowDown'))).toBe(false)
    expect(keepKey(stroke('Shift'))).toBe(false)
    expect(keepKey(stroke('c', { ctrlKey: true }))).toBe(false)
    expect(keepKey(stroke('ArrowDown', { altKey: true }))).toBe(false)
  })

  it('save only after what was typed before', () => {
    type('7')
    expect(keepKey(stroke('Enter', { ctrlKey: true }))).toBe(true)
    const { text, leave } = takeKept()
    expect(text).toBe('7')
    expect(pressOf(leave ?? '')).toMatchObject({ key: 'Enter', ctrlKey: true })
    expect(leaveOf(stroke('Enter', { metaKey: true }))).toBe(leave)
  })
})
