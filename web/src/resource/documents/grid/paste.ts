import type { FieldSpec } from '@/api'
import { normaliseDecimal, readRate } from '@/kit'
import { isNumberField } from '../../fields/values'

/** Cells of a clipboard text: tabs and lines, quoted cells may hold both (as Excel writes them). */
export function parseClipboard(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  const source = text.replace(/\r\n?/g, '\n')
  for (let index = 0; index < source.length; index++) {
    const char = source[index]
    if (quoted) {
      if (char === '"' && source[index + 1] === '"') {
        cell += '"'
        index++
      } else if (char === '"') quoted = false
      else cell += char
    } else if (char === '"' && cell === '') quoted = true
    else if (char === '\t') {
      row.push(cell)
      cell = ''
    } else if (char === '\n') {
      rows.push([...row, cell])
      row = []
      cell = ''
    } else cell += char
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell])
  return rows.map((cells) => cells.map((value) => value.trim())).filter((cells) => cells.some((value) => value !== ''))
}

const plain = (text: string): string => text.toLowerCase().replace(/[\s()（）_*：:.-]/g, '')

/** Words by which a heading in a spreadsheet means a field, besides the field's own label and name. */
const HEADINGS: Record<string, string[]> = {
  item: ['商品', '商品编码', '物料', '物料编码', '存货编码', '编码', '货号', '条码', '商品条码', '商品名称', '名称', '品名', 'item', 'itemcode', 'code', 'sku', 'barcode', 'product', 'name'],
  quantity: ['数量', '实收数量', '实发数量', '订购数量', '件数', 'qty', 'quantity', 'count'],
  price: ['单价', '进价', '采购价', '售价', '价格', '含税单价', 'price', 'unitprice', 'cost'],
  unit: ['单位', '计量单位', 'unit', 'uom'],
  remarks: ['备注', '摘要', '说明', 'remarks', 'note', 'notes', 'memo'],
  lot: ['批号', '批次', 'lot', 'batch'],
}

function fieldOfHeading(heading: string, fields: FieldSpec[]): FieldSpec | undefined {
  const wanted = plain(heading)
  if (wanted === '') return undefined
  return (
    fields.find((field) => plain(field.label) === wanted || plain(field.name) === wanted) ??
    fields.find((field) => HEADINGS[field.name]?.includes(wanted))
  )
}

export interface PastePlan {
  /** Field of each pasted column; null is left out. */
  columns: (FieldSpec | null)[]
  rows: string[][]
}

/**
 * Which pasted column is which field. With a heading line the headings decide; else the columns go
 * where the cursor stands and to the right of it. A lone text column with a lone number beside it, pasted
 * onto the item, is item and quantity even when columns stand between them.
 */
export function planPaste(cells: string[][], fields: FieldSpec[], start: number): PastePlan {
  const width = Math.max(0, ...cells.map((row) => row.length))
  const head = cells[0] ?? []
  const named = head.map((heading) => fieldOfHeading(heading, fields) ?? null)
  const hits = named.filter((field) => field !== null).length
  const numbers = head.some((value) => normaliseDecimal(value) !== null)
  if (cells.length > 1 && hits >= Math.min(2, width) && !numbers) {
    const seen = new Set<string>()
    const columns = named.map((field) => {
      if (!field || seen.has(field.name)) return null
      seen.add(field.name)
      return field
    })
    return { columns, rows: cells.slice(1) }
  }
  const first = fields[start]
  if (first?.name === 'item' && width >= 2 && width <= 3) {
    const quantity = fields.find((field) => field.name === 'quantity')
    const price = fields.find((field) => field.name === 'price')
    const numeric = (column: number) => cells.every((row) => normaliseDecimal(row[column] ?? '') !== null)
    if (quantity && numeric(1) && (width === 2 || (price && numeric(2)))) {
      return { columns: [first, quantity, ...(width === 3 && price ? [price] : [])], rows: cells }
    }
  }
  return { columns: Array.from({ length: width }, (_, index) => fields[start + index] ?? null), rows: cells }
}

/** Turn a pasted cell into a value; references stay text here and are looked up afterwards. */
export function pastedValue(field: FieldSpec, text: string): unknown {
  if (text === '') return undefined
  if (isNumberField(field)) {
    if (field.type === 'rate') return readRate(text) ?? undefined
    return normaliseDecimal(text) ?? undefined
  }
  if (field.type === 'date') return isoDate(text) ?? undefined
  if (field.type === 'boolean') return /^(1|y|yes|true|是|√)$/i.test(text)
  if (field.type === 'enum') return field.choices?.find((choice) => choice.label === text || choice.value === text)?.value
  return text
}

/** 2026/1/5, 2026-01-05, 2026.1.5, 20260105, 2026年1月5日 → 2026-01-05 */
export function isoDate(text: string): string | null {
  const match = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?$/.exec(text.trim()) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text.trim())
  if (!match) return null
  const [, year = '', month = '', day = ''] = match
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return Number.isNaN(Date.parse(iso)) ? null : iso
}
