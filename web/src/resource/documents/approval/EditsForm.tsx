import type { HkDocument, Values } from '@/api'
import { useTranslation } from 'react-i18next'
import { referenceText } from '@/kit'
import { FieldInput } from '../../fields/FieldInput'
import type { OpenFields } from './actions'

export interface Edits {
  header: Values
  lines: Record<string, Values>
}
export type Editable = Record<string, 'edit' | 'required'>
const blank = (value: unknown): boolean => value === null || value === undefined || value === ''

/** Is a field still empty that this node asks for? */
export function missing(document: HkDocument, editable: Editable, edits: Edits): boolean {
  return Object.entries(editable).some(([path, right]) => {
    if (right !== 'required') return false
    const [where, name = ''] = path.split('.')
    if (where === 'header') return blank(name in edits.header ? edits.header[name] : document[name])
    return document.lines.some((line) => blank(edits.lines[line.id ?? '']?.[name] ?? line[name]))
  })
}

/** The fields of the document a node opens to who decides there. */
export function EditsForm({ document, fields, edits, onChange }: { document: HkDocument; fields: OpenFields; edits: Edits; onChange: (edits: Edits) => void }) {
  const { t } = useTranslation()
  const { header, lines: columns } = fields
  const setLine = (id: string, name: string, value: unknown) => onChange({ ...edits, lines: { ...edits.lines, [id]: { ...edits.lines[id], [name]: value } } })
  return (
    <div className="hk-act">
      {header.map((field) => (
        <label key={field.name} className="hk-act-field"><span className="hk-muted">{field.label}{field.required ? ' *' : ''}</span>
          <FieldInput field={field} value={field.name in edits.header ? edits.header[field.name] : document[field.name]} beside={{ ...document, type: document.type }} onChange={(value) => onChange({ ...edits, header: { ...edits.header, [field.name]: value } })} />
        </label>
      ))}
      {columns.length > 0 ? (
        <div className="hk-scroll-x" style={{ maxHeight: 300, overflowY: 'auto' }}>
          <table className="hk-plain-table">
            <thead><tr><th>{t('documents.item')}</th>{columns.map((field) => <th key={field.name}>{field.label}{field.required ? ' *' : ''}</th>)}</tr></thead>
            <tbody>
              {document.lines.map((line, index) => {
                const id = line.id ?? String(index)
                return (
                  <tr key={id}><td>{referenceText(line['item'])}</td>
                    {columns.map((field) => (
                      <td key={field.name}><FieldInput field={field} value={edits.lines[id]?.[field.name] ?? line[field.name]} beside={line} onChange={(value) => setLine(id, field.name, value)} /></td>
                    ))}
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      ) : null}
    </div>
  )
}
