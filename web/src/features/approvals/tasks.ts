import type { ApprovalTask, TaskView } from '@/api'
import { momentAt, wallTime } from '@/kit'

export const VIEWS: TaskView[] = ['todo', 'done', 'started', 'copied']

export const viewOf = (text: string | null): TaskView => VIEWS.find((view) => view === text) ?? 'todo'

/** Is its time over? */
export const isLate = (task: ApprovalTask, now: number): boolean => Boolean(task.due_at) && Date.parse(task.due_at ?? '') < now

/** May it be decided with others in one go? Not where the node wants a signature or fields. */
export const inBatch = (task: ApprovalTask): boolean => task.actions.includes('approve') && task.batch !== false

const DAY_MS = 86_400_000

/** How many days it has been waiting, by the days of the book. */
export function daysSince(moment: string, now: number): number {
  const midnight = (at: number) => Date.parse(momentAt(`${wallTime(new Date(at)).slice(0, 10)} 00:00:00`))
  return Math.round((midnight(now) - midnight(Date.parse(moment))) / DAY_MS)
}
