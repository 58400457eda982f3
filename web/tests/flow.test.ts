import { describe, expect, it } from 'vitest'
import type { FlowTree, GatewayNode } from '@/api'
import { spoken } from '@/features/approvals/spoken'
import { begin, redo, step, undo } from '@/kit/history'
import {
  addBranch, approveNode, before, duplicate, filled, insertAfter, make, move, moveBranch, neighbours, newId, placeOf, regate, remove, removeBranch, update, walk, wrap,
} from '@/features/approvals/tree'
import type { Names } from '@/features/approvals/tree'

const names: Names = {
  approve: 'Approver', cc: 'Copy', gateway: { exclusive: 'Conditions', parallel: 'Parallel', inclusive: 'Inclusive' }, branch: (no) => `Branch ${no}`, otherwise: 'Otherwise',
}
const bare: FlowTree = { id: 'start', kind: 'start', next: null }
/** start → n1 → n2{n3: n5, n4 else} → n6 */
const build = (): FlowTree => {
  let tree = insertAfter(bare, 'start', approveNode('n1', 'Head'))
  tree = insertAfter(tree, 'n1', make(tree, 'exclusive', names))
  tree = insertAfter(tree, 'n3', approveNode('n5', 'Finance'))
  return insertAfter(tree, 'n2', approveNode('n6', 'GM'))
}
const shape = (tree: FlowTree): string => walk(tree).map(({ place, depth }) => '>'.repeat(depth) + place.id).join(' ')
const gateway = (tree: FlowTree, id = 'n2') => placeOf(tree, id) as GatewayNode

describe('tree of a flow', () => {
  it('is read from the top, branch by branch', () => {
    expect(shape(build())).toBe('start n1 n2 >n3 >n5 >n4 n6')
    expect(gateway(build()).branches.map((one) => one.condition)).toEqual(['', null])
  })

  it('takes nodes after nodes and into branches, and leaves the former tree as it was', () => {
    const tree = build()
    expect(shape(insertAfter(tree, 'n4', approveNode('n7', 'x')))).toBe('start n1 n2 >n3 >n5 >n4 >n7 n6')
    expect(shape(insertAfter(tree, 'start', approveNode('n7', 'x')))).toBe('start n7 n1 n2 >n3 >n5 >n4 n6')
    expect(shape(tree)).toBe('start n1 n2 >n3 >n5 >n4 n6')
    expect(newId(tree, ['n9'])).toBe('n10')
  })

  it('loses a node, and a gateway with all in it', () => {
    expect(shape(remove(build(), 'n1'))).toBe('start n2 >n3 >n5 >n4 n6')
    expect(shape(remove(build(), 'n5'))).toBe('start n1 n2 >n3 >n4 n6')
    expect(shape(remove(build(), 'n2'))).toBe('start n1 n6')
  })

  it('keeps the way for the rest last, however branches come and move', () => {
    const tree = addBranch(build(), 'n2', names)
    expect(gateway(tree).branches.map((one) => one.id)).toEqual(['n3', 'n7', 'n4'])
    expect(gateway(moveBranch(tree, 'n7', -1)).branches.map((one) => one.id)).toEqual(['n7', 'n3', 'n4'])
    expect(moveBranch(tree, 'n7', 1)).toBe(tree)
    expect(moveBranch(tree, 'n4', -1)).toBe(tree)
    expect(moveBranch(tree, 'n3', -1)).toBe(tree)
  })

  it('joins what is left when one branch remains', () => {
    expect(shape(removeBranch(build(), 'n4'))).toBe('start n1 n5 n6')
    expect(shape(removeBranch(build(), 'n3'))).toBe('start n1 n6')
    expect(shape(removeBranch(addBranch(build(), 'n2', names), 'n3'))).toBe('start n1 n2 >n7 >n4 n6')
  })

  it('puts a node into a branch', () => {
    const tree = wrap(build(), 'n6', 'parallel', names)
    expect(shape(tree)).toBe('start n1 n2 >n3 >n5 >n4 n7 >n8 >n6 >n9')
    expect(gateway(tree, 'n7').branches.map((one) => one.condition)).toEqual([null, null])
  })

  it('moves a node with what it holds, never into itself', () => {
    expect(shape(move(build(), 'n6', 'n4'))).toBe('start n1 n2 >n3 >n5 >n4 >n6')
    expect(shape(move(build(), 'n2', 'start'))).toBe('start n2 >n3 >n5 >n4 n1 n6')
    const tree = build()
    expect(move(tree, 'n2', 'n5')).toBe(tree)
    expect(move(tree, 'n2', 'n1')).toBe(tree)
    expect(neighbours(tree, 'n6')).toEqual({ up: 'n1', down: null })
    expect(neighbours(tree, 'n1')).toEqual({ up: null, down: 'n2' })
    expect(neighbours(tree, 'n5')).toEqual({ up: null, down: null })
    expect(shape(move(tree, 'n6', 'n1'))).toBe('start n1 n6 n2 >n3 >n5 >n4')
  })

  it('copies a gateway with ids of its own', () => {
    const tree = duplicate(build(), 'n2')
    expect(shape(tree)).toBe('start n1 n2 >n3 >n5 >n4 n7 >n8 >n9 >n10 n6')
    expect(new Set(walk(tree).map(({ place }) => place.id)).size).toBe(walk(tree).length)
  })

  it('asks conditions only where they are asked', () => {
    const tree = regate(update(build(), 'n3', { condition: '{total} > 5' }), 'n2', 'parallel', names)
    expect(gateway(tree).branches.map((one) => one.condition)).toEqual([null, null])
    expect(gateway(tree).name).toBe('Parallel')
    expect(gateway(regate(tree, 'n2', 'inclusive', names)).branches.map((one) => one.condition)).toEqual(['', null])
    expect(gateway(regate(update(build(), 'n2', { name: 'Mine' }), 'n2', 'inclusive', names)).name).toBe('Mine')
  })

  it('knows where a document has been', () => {
    const ids = (id: string) => before(build(), id).map((place) => place.id)
    expect(ids('n5')).toEqual(['start', 'n1'])
    expect(ids('n6')).toEqual(['start', 'n1', 'n5'])
    expect(ids('n1')).toEqual(['start'])
  })
})

describe('steps back', () => {
  it('go back and forth, and typing is one step', () => {
    let history = step(step(step(begin('a'), 'b', 'name'), 'bc', 'name'), 'd')
    expect(history.past).toEqual(['a', 'bc'])
    history = undo(history)
    expect(history.now).toBe('bc')
    history = undo(history)
    expect(history.now).toBe('a')
    expect(undo(history)).toBe(history)
    expect(redo(history).now).toBe('bc')
    expect(step(history, 'x').future).toEqual([])
  })
})

it('reads a condition aloud', () => {
  const words = { fields: [{ path: 'total_amount', label: 'Total', kind: 'number', many: false }], functions: [] }
  expect(spoken('{total_amount} > 5 + {gone}', words)).toBe('Total > 5 + {gone}')
  expect(spoken('"{total_amount}"', undefined)).toBe('"{total_amount}"')
})

it('says what a tree from elsewhere leaves out', () => {
  const bare = { id: 'start', kind: 'start', next: { id: 'a', kind: 'approve', name: 'A', approvers: [], allow: { add: false }, next: null } } as unknown as FlowTree
  expect(filled(bare).next).toMatchObject({ mode: 'all', dedupe: 'off', sod: true, fields: {}, check: null, allow: { add: false, transfer: true, terminate: false } })
})
