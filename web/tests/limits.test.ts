import { describe, expect, it } from 'vitest'
import { readFieldRights, readRowRules, withLevel } from '@/resource/fields/grants/limits'

describe('rights on fields', () => {
  it('keeps what differs from editing and nothing else', () => {
    const once = withLevel({}, 'items', ['spec', 'remarks'], 'hidden')
    expect(once).toEqual({ items: { spec: 'hidden', remarks: 'hidden' } })
    expect(withLevel(once, 'items', ['spec'], 'read')).toEqual({ items: { remarks: 'hidden', spec: 'read' } })
    expect(withLevel(once, 'items', ['spec', 'remarks'], 'edit')).toEqual({})
    expect(withLevel(once, 'lots', ['number'], 'deny')).toEqual({ ...once, lots: { number: 'deny' } })
  })

  it('reads what is stored, whatever it is', () => {
    expect(readFieldRights(null)).toEqual({})
    expect(readFieldRights({ items: { spec: 'read' }, odd: 3 })).toEqual({ items: { spec: 'read' } })
    expect(readRowRules([{ resource: 'items', formula: 'TRUE()', effect: 'except', tree: '…' }, {}])).toEqual([
      { resource: 'items', formula: 'TRUE()', effect: 'except', changes: false }, { resource: '', formula: '', effect: 'only', changes: false },
    ])
  })
})
