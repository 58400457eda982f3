import type { ImportFile, ImportOptions } from '@/api'

export interface OptionsShown {
  warehouse: boolean
  partner: 'is_supplier' | 'is_customer' | null
  date: boolean
  grouping: boolean
  effect: boolean
  existing: boolean
  repeated: boolean
}

const SELLING = ['sales_order', 'shipment']

/** Which questions a file of this kind leaves open. */
export function optionsFor({ kind, document_type, fields }: Pick<ImportFile, 'kind' | 'document_type' | 'fields'>): OptionsShown {
  const has = (name: string): boolean => fields.some((field) => field.name === name)
  const document = document_type !== null
  return {
    warehouse: has('warehouse'),
    partner: document && has('partner') ? (SELLING.includes(document_type) ? 'is_customer' : 'is_supplier') : null,
    date: document && has('business_date'),
    grouping: document,
    effect: document,
    existing: kind !== 'prices',
    repeated: !document,
  }
}

/** Required fields that neither a column nor a default supplies. */
export function lackingDefaults(shown: OptionsShown, options: ImportOptions, mapped: ReadonlySet<string>): ('warehouse' | 'partner')[] {
  const lacking: ('warehouse' | 'partner')[] = []
  if (shown.warehouse && !mapped.has('warehouse') && !options.warehouse_id) lacking.push('warehouse')
  if (shown.partner && !mapped.has('partner') && !options.partner_id) lacking.push('partner')
  return lacking
}
