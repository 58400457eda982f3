/** The tree of an approval flow and what can be done to it. Every function gives a new tree and leaves the old one as it was. */
import type { ApproveNode, Branch, CopyNode, FlowNode, FlowTree, GatewayKind, GatewayNode } from '@/api'

/** What has an id and something after it: a node, or a branch of one. */
export type Place = FlowTree | FlowNode | Branch

export const isGateway = (place: Place | null | undefined): place is GatewayNode => place !== null && place !== undefined && 'branches' in place
export const isBranch = (place: Place): place is Branch => !('kind' in place)

/** Every node and branch with the way to it, in the order people read them. */
export function walk(tree: FlowTree): { place: Place; depth: number; parent: GatewayNode | null }[] {
  const found: { place: Place; depth: number; parent: GatewayNode | null }[] = []
  const visit = (place: Place | null, depth: number, parent: GatewayNode | null) => {
    if (!place) return
    found.push({ place, depth, parent })
    if (isGateway(place)) for (const branch of place.branches) visit(branch, depth + 1, place)
    visit(place.next, depth, null)
  }
  visit(tree, 0, null)
  return found
}

export const placeOf = (tree: FlowTree, id: string): Place | null => walk(tree).find(({ place }) => place.id === id)?.place ?? null

/** The gateway a branch belongs to. */
export const gatewayOf = (tree: FlowTree, branch: string): GatewayNode | null => walk(tree).find(({ place }) => place.id === branch)?.parent ?? null

/** What a document passes before it comes to a node; where it can be sent back to. */
export function before(tree: FlowTree, id: string): (FlowTree | ApproveNode)[] {
  const path = pathTo(tree, id) ?? []
  const passed = path.slice(0, -1).flatMap((place): (FlowTree | ApproveNode)[] => {
    if (isBranch(place)) return []
    // What stands after a gateway can be reached through any of its branches.
    if (isGateway(place)) return path.some((step) => isBranch(step) && place.branches.includes(step)) ? [] : place.branches.flatMap((branch) => approvals(branch.next))
    return place.kind === 'start' || place.kind === 'approve' ? [place] : []
  })
  return passed
}

function approvals(place: Place | null): ApproveNode[] {
  if (!place) return []
  const here = !isBranch(place) && place.kind === 'approve' ? [place] : isGateway(place) ? place.branches.flatMap((branch) => approvals(branch.next)) : []
  return [...here, ...approvals(place.next)]
}

function pathTo(from: Place | null, id: string): Place[] | null {
  if (!from) return null
  if (from.id === id) return [from]
  const ways: (Place | null)[] = isGateway(from) ? [...from.branches, from.next] : [from.next]
  for (const way of ways) {
    const path = pathTo(way, id)
    if (path) return [from, ...path]
  }
  return null
}

/** Change one place, given by its id. */
function at<P extends Place>(place: P, id: string, change: (found: Place) => Place): P {
  if (place.id === id) return change(place) as P
  const next = place.next ? at(place.next, id, change) : null
  if (isGateway(place)) {
    const branches = place.branches.map((branch) => at(branch, id, change))
    const same = next === place.next && branches.every((branch, index) => branch === place.branches[index])
    return same ? place : { ...place, branches, next }
  }
  return next === place.next ? place : { ...place, next }
}

/** An id nobody in the tree has, also none that was just taken out: numbers only go up. */
export function newId(tree: FlowTree, taken: readonly string[] = []): string {
  const numbers = [...walk(tree).map(({ place }) => place.id), ...taken].map((id) => Number(/^n(\d+)$/.exec(id)?.[1] ?? 0))
  return `n${Math.max(0, ...numbers) + 1}`
}

export interface Names {
  approve: string
  cc: string
  gateway: Record<GatewayKind, string>
  /** "Condition 2". */
  branch: (no: number) => string
  otherwise: string
}

export type NewKind = 'approve' | 'cc' | GatewayKind

export const approveNode = (id: string, name: string): ApproveNode => ({
  id, kind: 'approve', name, approvers: [], mode: 'any', empty: 'stop', dedupe: 'previous', must_act: false, financial: false, sod: true, fields: {}, check: null,
  limit: null, returns_to: null, resume: 'replay', allow: { add: true, transfer: true, return: true, terminate: false }, comment: 'optional', signature: false,
  reapprove: true, next: null,
})

/** What a node means that does not say it: trees also come by the API. */
const UNSAID = { mode: 'all', dedupe: 'off' } as const

/** A tree in which every node says everything. */
export function filled<P extends Place>(place: P): P {
  const next = place.next ? filled(place.next) : null
  if (isGateway(place)) return { ...place, next, branches: place.branches.map((branch) => filled({ ...branch, condition: branch.condition ?? null })) }
  if (isBranch(place) || place.kind !== 'approve') return { ...place, next }
  const usual = approveNode(place.id, place.name)
  return { ...usual, ...UNSAID, ...place, allow: { ...usual.allow, ...place.allow }, next }
}

const copyNode = (id: string, name: string): CopyNode => ({ id, kind: 'cc', name, to: [], next: null })

function gatewayNode(tree: FlowTree, kind: GatewayKind, names: Names): GatewayNode {
  const id = newId(tree)
  const first = newId(tree, [id])
  const second = newId(tree, [id, first])
  const branch = (own: string, name: string, condition: string | null): Branch => ({ id: own, name, condition, next: null })
  return {
    id, kind, name: names.gateway[kind], next: null,
    branches: kind === 'exclusive' || kind === 'inclusive'
      ? [branch(first, names.branch(1), ''), branch(second, names.otherwise, null)]
      : [branch(first, names.branch(1), null), branch(second, names.branch(2), null)],
  }
}

export function make(tree: FlowTree, kind: NewKind, names: Names): FlowNode {
  if (kind === 'approve') return approveNode(newId(tree), names.approve)
  if (kind === 'cc') return copyNode(newId(tree), names.cc)
  return gatewayNode(tree, kind, names)
}

/** Put a node behind a place; what stood there comes after it. */
export const insertAfter = (tree: FlowTree, place: string, node: FlowNode): FlowTree =>
  at(tree, place, (found) => ({ ...found, next: { ...node, next: found.next } }) as Place)

/** Put a node into the first branch of a new gateway. */
export function wrap(tree: FlowTree, id: string, kind: GatewayKind, names: Names): FlowTree {
  const found = placeOf(tree, id)
  if (!found || isBranch(found) || found.kind === 'start') return tree
  const gateway = gatewayNode(tree, kind, names)
  const [first, ...others] = gateway.branches
  if (!first) return tree
  return at(tree, id, (node) => ({ ...gateway, branches: [{ ...first, next: { ...(node as FlowNode), next: null } }, ...others], next: node.next }))
}

/** Take a node out with all it holds; what came after it moves up. */
export function remove(tree: FlowTree, id: string): FlowTree {
  const strip = <P extends Place>(place: P): P => {
    const next = place.next && place.next.id === id ? place.next.next : place.next ? strip(place.next) : null
    if (!isGateway(place)) return { ...place, next }
    return { ...place, next, branches: place.branches.map(strip) }
  }
  return strip(tree)
}

const lastIsElse = (gateway: GatewayNode): boolean => gateway.kind !== 'parallel' && gateway.branches.at(-1)?.condition === null

/** A further branch; the one that takes the rest stays last. */
export function addBranch(tree: FlowTree, gateway: string, names: Names): FlowTree {
  return at(tree, gateway, (found) => {
    if (!isGateway(found)) return found
    const branch: Branch = { id: newId(tree), name: names.branch(found.branches.length + (lastIsElse(found) ? 0 : 1)), condition: found.kind === 'parallel' ? null : '', next: null }
    const end = lastIsElse(found) ? found.branches.length - 1 : found.branches.length
    return { ...found, branches: [...found.branches.slice(0, end), branch, ...found.branches.slice(end)] }
  })
}

/** Take a branch out. Where one is left nothing branches any more: its nodes stand in the gateway's place. */
export function removeBranch(tree: FlowTree, branch: string): FlowTree {
  const gateway = gatewayOf(tree, branch)
  if (!gateway) return tree
  const left = gateway.branches.filter((one) => one.id !== branch)
  if (left.length > 1) return at(tree, gateway.id, (found) => ({ ...(found as GatewayNode), branches: left }))
  const chain = left[0]?.next ?? null
  const joined = chain ? appended(chain, gateway.next) : gateway.next
  const swap = <P extends Place>(place: P): P => {
    const next = place.next?.id === gateway.id ? joined : place.next ? swap(place.next) : null
    return isGateway(place) ? { ...place, next, branches: place.branches.map(swap) } : { ...place, next }
  }
  return swap(tree)
}

const appended = (chain: FlowNode, rest: FlowNode | null): FlowNode => ({ ...chain, next: chain.next ? appended(chain.next, rest) : rest })

/** Change the order in which branches are asked; the one that takes the rest cannot leave the end. */
export function moveBranch(tree: FlowTree, branch: string, step: -1 | 1): FlowTree {
  const gateway = gatewayOf(tree, branch)
  if (!gateway) return tree
  const from = gateway.branches.findIndex((one) => one.id === branch)
  const to = from + step
  const end = lastIsElse(gateway) ? gateway.branches.length - 2 : gateway.branches.length - 1
  if (from > end || to < 0 || to > end) return tree
  const branches = [...gateway.branches]
  const [taken] = branches.splice(from, 1)
  if (taken) branches.splice(to, 0, taken)
  return at(tree, gateway.id, (found) => ({ ...(found as GatewayNode), branches }))
}

/** Take a node with all it holds elsewhere. Not into itself. */
export function move(tree: FlowTree, id: string, place: string): FlowTree {
  const node = placeOf(tree, id)
  if (!node || isBranch(node) || node.kind === 'start' || place === id) return tree
  const inside = isGateway(node) && node.branches.some((branch) => pathTo(branch, place) !== null)
  if (inside || placeOf(tree, place)?.next?.id === id) return tree
  return insertAfter(remove(tree, id), place, node)
}

/** The places above and below a node among its neighbours, where it could stand instead. */
export function neighbours(tree: FlowTree, id: string): { up: string | null; down: string | null } {
  const path = pathTo(tree, id) ?? []
  const own = path.at(-1)
  const previous = path.at(-2)
  const beforeThat = path.at(-3)
  const movable = previous !== undefined && !isBranch(previous) && previous.kind !== 'start'
  return { up: movable && beforeThat && previous.next?.id === id ? beforeThat.id : null, down: own?.next?.id ?? null }
}

/** A copy behind the original, with ids of its own. */
export function duplicate(tree: FlowTree, id: string): FlowTree {
  const node = placeOf(tree, id)
  if (!node || isBranch(node) || node.kind === 'start') return tree
  const taken: string[] = []
  const fresh = <P extends FlowNode | Branch>(place: P): P => {
    const own = newId(tree, taken)
    taken.push(own)
    const renamed = { ...place, id: own }
    if (isGateway(renamed)) return { ...renamed, branches: renamed.branches.map(chainOf) }
    return renamed
  }
  const chainOf = <P extends FlowNode | Branch>(place: P): P => ({ ...fresh(place), next: place.next ? chainOf(place.next) : null })
  return insertAfter(tree, id, fresh(node))
}

export type Said = Partial<Omit<ApproveNode, 'id' | 'kind' | 'next'> & Pick<CopyNode, 'to'> & Pick<Branch, 'condition'>>

/** Change what a node or branch says; its place in the tree stays. */
export const update = (tree: FlowTree, id: string, values: Said): FlowTree =>
  at(tree, id, (found) => ({ ...found, ...values }))

/** Another kind of gateway. A fork without conditions asks none; one with conditions needs a last way for the rest. */
export function regate(tree: FlowTree, id: string, kind: GatewayKind, names: Names): FlowTree {
  return at(tree, id, (found) => {
    if (!isGateway(found) || found.kind === kind) return found
    const count = found.branches.length
    const branches = found.branches.map((branch, index) => ({
      ...branch,
      condition: kind === 'parallel' ? null : index === count - 1 && (found.kind === 'parallel' || branch.condition === null) ? null : (branch.condition ?? ''),
    }))
    return { ...found, kind, branches, name: Object.values(names.gateway).includes(found.name) ? names.gateway[kind] : found.name }
  })
}
