import { createContext, use } from 'react'
import { columnsOf, isNumber, isPlain, isTable } from '../story'
import type { Plain } from '../story'

/** The words of the story on the page, in the reader's language. */
export const Words = createContext<Record<string, string>>({})

/** A word of the story in the reader's language; ids stay as they are. */
export function useWord() {
  const words = use(Words)
  return (word: string) => words[word] ?? word
}

function Cell({ value }: { value: unknown }) {
  const word = useWord()
  if (value === undefined || value === null) return null
  if (isTable(value)) return <Table rows={value} />
  if (Array.isArray(value)) return <>{value.map(String).join('、')}</>
  if (isPlain(value)) return <>{Object.entries(value).map(([key, one]) => `${word(key)} ${typeof one === 'string' ? word(one) : String(one)}`).join(' · ')}</>
  return <>{isNumber(value) ? String(value) : word(String(value))}</>
}

function Table({ rows }: { rows: Plain[] }) {
  const word = useWord()
  const columns = columnsOf(rows)
  return (
    <table className="hk-plain-table">
      <thead><tr>{columns.map((column) => <th key={column} className={rows.every((row) => row[column] === undefined || isNumber(row[column])) ? 'hk-num' : undefined}>{word(column)}</th>)}</tr></thead>
      <tbody>
        {rows.map((row, at) => (
          <tr key={at}>{columns.map((column) => <td key={column} className={isNumber(row[column]) ? 'hk-num' : undefined}><Cell value={row[column]} /></td>)}</tr>
        ))}
      </tbody>
    </table>
  )
}

/** Plain data as a table, a list of names with values, or a word. */
export function Facts({ value, label }: { value: unknown; label: string }) {
  const word = useWord()
  if (isTable(value)) return <div className="hk-scroll-x" tabIndex={0} role="region" aria-label={label}><Table rows={value} /></div>
  if (isPlain(value)) {
    return <dl className="hk-story-facts">{Object.entries(value).map(([key, one]) => <div key={key}><dt>{word(key)}</dt><dd><Cell value={one} /></dd></div>)}</dl>
  }
  return <p className="hk-story-word"><Cell value={value} /></p>
}
