/** States of approvals in words and colours. */
interface State {
  text: string
  color: string
}

export const RUN: Record<string, State> = {
  running: { text: 'approval.run.running', color: 'blue' },
  returned: { text: 'approval.run.returned', color: 'amber' },
  approved: { text: 'approval.run.approved', color: 'green' },
  rejected: { text: 'approval.run.rejected', color: 'red' },
  withdrawn: { text: 'approval.run.withdrawn', color: 'grey' },
  terminated: { text: 'approval.run.terminated', color: 'red' },
  post_error: { text: 'approval.run.postError', color: 'red' },
  error: { text: 'approval.run.error', color: 'red' },
}

export const TASK: Record<string, State> = {
  pending: { text: 'approval.task.pending', color: 'blue' },
  blocked: { text: 'approval.task.blocked', color: 'grey' },
  approved: { text: 'approval.task.approved', color: 'green' },
  auto_approved: { text: 'approval.task.autoApproved', color: 'green' },
  rejected: { text: 'approval.task.rejected', color: 'red' },
  returned: { text: 'approval.task.returned', color: 'amber' },
  superseded: { text: 'approval.task.superseded', color: 'grey' },
  invalidated: { text: 'approval.task.invalidated', color: 'grey' },
  expired: { text: 'approval.task.expired', color: 'grey' },
  cancelled: { text: 'approval.task.superseded', color: 'grey' },
}

export const SOURCES: Record<string, { text: string }> = {
  add_before: { text: 'approval.source.before' },
  add_after: { text: 'approval.source.after' },
  add_parallel: { text: 'approval.source.parallel' },
  transfer: { text: 'approval.source.transfer' },
  delegate: { text: 'approval.source.delegate' },
  escalate: { text: 'approval.source.escalate' },
}
