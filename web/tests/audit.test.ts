import { describe, expect, it } from 'vitest'
import { changesOf } from '@/features/settings/audit'

describe('an audit entry', () => {
  it('is told field by field, without what stayed', () => {
    expect(changesOf({ name: 'a', tax_rate: '0.13', brand_id: null }, { name: 'b', tax_rate: '0.13', brand_id: 3 })).toEqual([
      { name: 'name', before: 'a', after: 'b' }, { name: 'brand_id', before: '', after: '3' },
    ])
  })

  it('tells of lists only what came and went', () => {
    const grant = (resource: string) => ({ resource, action: 'view', own: false, book_ids: null })
    expect(changesOf({ grants: [grant('items'), grant('bins')] }, { grants: [grant('items'), grant('units')] })).toEqual([
      { name: 'grants', before: 'resource: bins, action: view', after: 'resource: units, action: view' },
    ])
  })

  it('tells a new record by what it has, a deleted one by what it had', () => {
    expect(changesOf(null, { code: 'A', remarks: '' })).toEqual([{ name: 'code', before: '', after: 'A' }])
    expect(changesOf({ code: 'A' }, null)).toEqual([{ name: 'code', before: 'A', after: '' }])
  })
})
