import { App } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FlowTree } from '@/api'
import type { Canvas } from './canvas'
import { addBranch, duplicate, gatewayOf, insertAfter, isBranch, isGateway, make, move, moveBranch, neighbours, placeOf, remove, removeBranch, walk, wrap } from './tree'
import { useNames } from './useWords'

type Edits = Omit<Canvas, 'readOnly' | 'selected' | 'summary' | 'problems' | 'counts' | 'passed' | 'select'>

/** What the cards' buttons and keys do to the tree. */
export function useEdits(tree: FlowTree, change: (next: FlowTree) => void, select: (id: string | null) => void): Edits {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const names = useNames()
  const [carried, setCarried] = useState<string | null>(null)

  const removeNow = (id: string) => {
    const found = placeOf(tree, id)
    if (!found) return
    change(isBranch(found) ? removeBranch(tree, id) : remove(tree, id))
    select(null)
  }
  return {
    carried,
    insert: (place, kind) => {
      const node = make(tree, kind, names)
      change(insertAfter(tree, place, node))
      select(node.id)
    },
    addBranch: (gateway) => {
      const next = addBranch(tree, gateway, names)
      const known = new Set(walk(tree).map(({ place }) => place.id))
      change(next)
      select(walk(next).find(({ place }) => !known.has(place.id))?.place.id ?? null)
    },
    moveBranch: (branch, step) => change(moveBranch(tree, branch, step)),
    moveNode: (id, step) => {
      const target = neighbours(tree, id)[step === -1 ? 'up' : 'down']
      if (target) change(move(tree, id, target))
    },
    duplicate: (id) => change(duplicate(tree, id)),
    wrap: (id) => change(wrap(tree, id, 'exclusive', names)),
    carry: setCarried,
    drop: (place) => {
      if (carried) change(move(tree, carried, place))
      setCarried(null)
    },
    remove: (id) => {
      const found = placeOf(tree, id)
      if (!found || (!isBranch(found) && found.kind === 'start')) return
      const gateway = isBranch(found) ? gatewayOf(tree, id) : null
      const held = isGateway(found) ? walk({ id: '', kind: 'start', next: { ...found, next: null } }).length - 2 - found.branches.length : isBranch(found) && found.next ? 1 : 0
      if (held === 0) return removeNow(id)
      modal.confirm({
        title: t('approvals.remove.ask', { name: found.name }), content: gateway && gateway.branches.length === 2 ? t('approvals.remove.joins') : t('approvals.remove.text'),
        okText: t('approvals.remove'), cancelText: t('resource.cancel'), okButtonProps: { danger: true }, onOk: () => removeNow(id),
      })
    },
  }
}
