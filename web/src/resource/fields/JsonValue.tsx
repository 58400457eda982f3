import { NOTHING, referenceText } from '@/kit'

function scalar(value: unknown): string {
  if (value === null || value === undefined || value === '') return NOTHING
  return typeof value === 'object' ? referenceText(value) : String(value)
}

/** Structured values in words: lists joined, objects as "key: value". */
export function JsonValue({ value }: { value: unknown }) {
  if (Array.isArray(value)) {
    if (value.length === 0) return <span className="hk-faint">{NOTHING}</span>
    return (
      <span>
        {value.map((entry, index) => (
          <span key={index}>
            {index > 0 ? ', ' : ''}
            {typeof entry === 'object' && entry !== null && !('name' in entry || 'code' in entry)
              ? Object.values(entry as Record<string, unknown>).map(scalar).join(' ')
              : scalar(entry)}
          </span>
        ))}
      </span>
    )
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value as Record<string, unknown>)
    if (entries.length === 0) return <span className="hk-faint">{NOTHING}</span>
    return <span>{entries.map(([key, entry]) => `${key}: ${scalar(entry)}`).join('; ')}</span>
  }
  return <span>{scalar(value)}</span>
}
