import { useTranslation } from 'react-i18next'
import type { Approval, ApprovalNode, NodeTask } from '@/api'
import { StateTag, formatTime } from '@/kit'
import { SOURCES, TASK } from './states'
import './approval.css'

/** The way of a document through its flow: nodes from the first to the last, and below everything that happened. */
export function ApprovalTab({ approval }: { approval: Approval }) {
  const { t } = useTranslation()
  const flow = typeof approval.version.workflow === 'object' ? approval.version.workflow.name : ''
  const nodes = approval.nodes.filter((node) => node.kind === 'approve' || node.kind === 'cc')
  return (
    <div className="hk-way">
      <p className="hk-muted">{[flow, t('approval.version', { no: approval.version.no }), approval.initiator ? t('approval.by', { name: approval.initiator.name }) : '', formatTime(approval.submitted_at)].filter(Boolean).join(' · ')}</p>
      <ol className="hk-way-nodes">{nodes.map((node) => <WayNode key={node.id} node={node} />)}</ol>
      <h3 className="hk-section">{t('approval.history')}</h3>
      <ol className="hk-timeline">
        {[...approval.events].reverse().map((event, index) => (
          <li key={`${event.at}:${index}`}>
            <span className="hk-muted">{formatTime(event.at)}</span>
            <div>{[event.actor?.name ?? t('approval.system'), event.text].join(' · ')}{event.comment ? <p className="hk-way-said">{event.comment}</p> : null}</div>
          </li>
        ))}
      </ol>
    </div>
  )
}

const MARKS: Record<ApprovalNode['state'], { text: string }> = {
  done: { text: 'approval.node.done' }, active: { text: 'approval.node.active' }, waiting: { text: 'approval.node.waiting' }, skipped: { text: 'approval.node.skipped' },
}

function WayNode({ node }: { node: ApprovalNode }) {
  const { t } = useTranslation()
  return (
    <li className={`hk-way-${node.state}`} aria-current={node.state === 'active' ? 'step' : undefined}>
      <div className="hk-row"><strong>{node.name}</strong><span className="hk-faint">{node.kind === 'cc' ? t('approval.copied') : t(MARKS[node.state].text)}</span></div>
      {node.tasks.length > 0 ? <ul>{node.tasks.map((task) => <WayTask key={task.id} task={task} />)}</ul> : null}
    </li>
  )
}

function WayTask({ task }: { task: NodeTask }) {
  const { t } = useTranslation()
  const state = TASK[task.state]
  const source = SOURCES[task.source]
  const notes = [
    task.on_behalf_of ? t('approval.onBehalf', { name: task.on_behalf_of.name }) : '',
    task.original && task.original.id !== task.assignee.id ? t('approval.original', { name: task.original.name }) : '',
    source && !task.on_behalf_of ? t(source.text) : '',
  ].filter(Boolean)
  return (
    <li>
      <span className="hk-row"><span>{task.assignee.name}</span>{notes.map((note) => <span key={note} className="hk-faint">{note}</span>)}
        <StateTag value={task.state} label={state ? t(state.text) : task.state} color={state?.color} />
        {task.acted_at ? <span className="hk-faint">{formatTime(task.acted_at)}</span> : null}</span>
      {task.comment ? <p className="hk-way-said">{task.comment}</p> : null}
    </li>
  )
}
