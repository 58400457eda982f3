import { useState } from 'react'
import type { Person } from '@/api'
import type { Open } from './choice'
import { PeoplePicker } from './PeoplePicker'

/** One picker for every node that waits for names. */
export function ChoiceForm({ nodes, onChange }: { nodes: Open[]; onChange: (chosen: Record<string, Person[]>) => void }) {
  const [chosen, setChosen] = useState<Record<string, Person[]>>({})
  const set = (node: string, people: Person[]) => {
    const next = { ...chosen, [node]: people }
    setChosen(next)
    onChange(next)
  }
  return (
    <div className="hk-act">
      {nodes.map((node, index) => (
        <label key={node.id} className="hk-act-field"><span className="hk-muted">{node.name}</span>
          <PeoplePicker label={node.name} value={chosen[node.id] ?? []} autoFocus={index === 0} onChange={(people) => set(node.id, people)} />
        </label>
      ))}
    </div>
  )
}
