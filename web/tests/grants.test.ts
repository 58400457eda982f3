import { describe, expect, it } from 'vitest'
import { EVERYWHERE, limitsOf, reachOf, readGrants, sameLimits, withLimits } from '../src/resource/fields/grants/grants'
import type { Grant } from '../src/resource/fields/grants/grants'

const grant = (resource: string, action: string, more: Partial<Grant> = {}): Grant => ({ resource, action, book_ids: null, warehouse_ids: null, own: false, department: false, ...more })

describe('rights of a role', () => {
  it('reach as far as the widest of their kind', () => {
    expect(reachOf([], 'items', 'view')).toBe('none')
    expect(reachOf([grant('items', 'view', { own: true })], 'items', 'view')).toBe('own')
    expect(reachOf([grant('items', 'view', { own: true }), grant('items', 'view')], 'items', 'view')).toBe('all')
    expect(reachOf([grant('shipment', 'view', { warehouse_ids: [2] })], 'shipment', 'view')).toBe('some')
  })

  it('are given by everything, but nobody manages users by a right on every resource', () => {
    expect(reachOf([grant('*', 'view')], 'items', 'view')).toBe('implied')
    expect(reachOf([grant('items', '*')], 'items', 'delete')).toBe('implied')
    expect(reachOf([grant('*', 'view')], 'users', 'view')).toBe('none')
    expect(reachOf([grant('*', '*')], 'users', 'view')).toBe('implied')
  })

  it('change one at a time and leave the others as they were', () => {
    const kept = grant('shipment', 'post', { warehouse_ids: [2] })
    const given = withLimits([kept], 'items', 'view', EVERYWHERE)
    expect(given).toEqual([kept, grant('items', 'view')])
    expect(withLimits(given, 'items', 'view', { ...EVERYWHERE, own: true })).toEqual([kept, grant('items', 'view', { own: true })])
    expect(withLimits(given, 'items', 'view', { ...EVERYWHERE, warehouse_ids: [3] })).toEqual([kept, grant('items', 'view', { warehouse_ids: [3] })])
    expect(withLimits(given, 'items', 'view', null)).toEqual([kept])
  })

  it('are told by their limits, whatever the order and type of the ids', () => {
    const some = [grant('shipment', 'post', { warehouse_ids: [2, 10] })]
    expect(sameLimits(some, 'shipment', 'post', { ...EVERYWHERE, warehouse_ids: ['10', '2'] })).toBe(true)
    expect(sameLimits(some, 'shipment', 'post', EVERYWHERE)).toBe(false)
    expect(sameLimits([], 'shipment', 'post', EVERYWHERE)).toBe(false)
    expect(limitsOf(some, 'shipment', 'post')).toBe('#2 #10')
  })

  it('are read however little the server says of them', () => {
    expect(readGrants([{ resource: 'items', action: 'view' }, { resource: 'items' }])).toEqual([grant('items', 'view')])
    expect(readGrants(null)).toEqual([])
  })
})
