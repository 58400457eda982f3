import type { LinkGraph } from '@/api'

const GONE = ['VOID', 'REVERSED']

/** What was made from a document and still lives, what has to go first at the top. */
export function followersOf(graph: LinkGraph, here: string): LinkGraph['nodes'] {
  const living = new Map(graph.nodes.filter((node) => !GONE.includes(node.state.toUpperCase())).map((node) => [node.id, node]))
  const depth = new Map<string, number>([[here, 0]])
  const open = [here]
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    for (const { source, target } of graph.edges) {
      if (source !== id || target === here || !living.has(target) || (depth.get(target) ?? -1) > graph.nodes.length) continue
      const next = (depth.get(id) ?? 0) + 1
      if (next > (depth.get(target) ?? 0) && next <= graph.nodes.length) {
        depth.set(target, next)
        open.push(target)
      }
    }
  }
  return [...living.values()].filter((node) => node.id !== here && depth.has(node.id)).sort((a, b) => (depth.get(b.id) ?? 0) - (depth.get(a.id) ?? 0) || Number(b.id) - Number(a.id))
}
