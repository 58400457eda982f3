import type { RecordPanelProps } from '@/kit'
import { Periods } from './Periods'

/** The months of the book below its record. */
export function PeriodsPanel({ record }: RecordPanelProps) {
  return <Periods book={record.id} />
}
