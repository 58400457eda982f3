import { App } from 'antd'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Person } from '@/api'
import { openNodes } from './choice'
import type { Open } from './choice'
import { ChoiceForm } from './ChoiceForm'

type Chosen = Record<string, Person[]>

/** Runs a write; when the flow asks whom, asks the user and repeats it with the people named. */
export function useChoice() {
  const { t } = useTranslation()
  const { modal } = App.useApp()

  const ask = useCallback(async (nodes: Open[]): Promise<Chosen | null> => {
    let chosen: Chosen = {}
    const agreed = await modal.confirm({
      icon: null, title: t('approval.choose.title'), okText: t('approval.choose.ok'), cancelText: t('resource.cancel'), width: 460,
      content: <ChoiceForm nodes={nodes} onChange={(next) => { chosen = next }} />,
      onOk: () => (nodes.some((node) => (chosen[node.id] ?? []).length === 0) ? Promise.reject(new Error('people')) : undefined),
    })
    return agreed ? chosen : null
  }, [modal, t])

  /** field: how the write takes people: by node for who submits, in one list for who approves. Null: the user went away. */
  return useCallback(async function attempt<B extends object, T>(body: B, field: 'approvers' | 'next_people', write: (body: B) => Promise<T>): Promise<T | null> {
    try {
      return await write(body)
    } catch (error) {
      const nodes = openNodes(error)
      if (nodes.length === 0) throw error
      const chosen = await ask(nodes)
      if (!chosen) return null
      const ids = (people: Person[]) => people.map((one) => one.id)
      const given = field === 'approvers' ? Object.fromEntries(Object.entries(chosen).map(([node, people]) => [node, ids(people)])) : [...new Set(Object.values(chosen).flatMap(ids))]
      return write({ ...body, [field]: given })
    }
  }, [ask])
}
