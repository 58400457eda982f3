const COLOURS = new Set(['grey', 'blue', 'green', 'amber', 'red'])

const BY_STATE: Record<string, string> = {
  draft: 'grey', submitted: 'blue', approved: 'blue', posted: 'green', reversed: 'red', void: 'grey',
  none: 'grey', partial: 'amber', done: 'green', over: 'amber', stopped: 'red',
}

interface StateTagProps {
  value: string
  label?: string | undefined
  color?: string | undefined
  stamp?: boolean
}

/** A state in words with its colour: colour alone never carries the meaning. */
export function StateTag({ value, label, color, stamp }: StateTagProps) {
  const named = color && COLOURS.has(color) ? color : (BY_STATE[value] ?? 'grey')
  return (
    <span className={`hk-state hk-state-${named}${stamp ? ' hk-stamp' : ''}`}>
      <span>{label ?? value}</span>
    </span>
  )
}
