/** How the form of a kind of document or record is arranged, and what may be changed about it. */
import type { FieldSpec } from './meta'
import type { Id } from './values'

/** What an account set changes about one field. */
export interface FieldDelta {
  label?: string
  label_en?: string
  help?: string
  help_en?: string
  hidden?: boolean
  required?: boolean
  default?: unknown
  order?: number
  group?: string
  required_when?: string
  shown_when?: string
  must_hold?: string
  message?: string
  message_en?: string
}

/** L: the ledger reads it. B: business. F: free. C: the account set's own. */
export type FieldClass = 'L' | 'B' | 'F' | 'C'

/** A field before any change. */
export interface DesignBase extends FieldSpec {
  texts: { label: string; label_en: string; help: string; help_en: string }
  class: FieldClass
  allowed: string[]
}

export interface OwnChoice {
  value?: string
  label: string
  label_en?: string
  color?: string
}

/** A field the account set added; without an id it is not kept yet. */
export interface OwnField {
  id?: Id
  rev?: number
  code: string
  kind: string
  /** The document type a field of kind "document" names. */
  refers_to: string
  label: string
  label_en: string
  help: string
  help_en: string
  required: boolean
  required_when: string
  least: string | null
  most: string | null
  places: number | null
  longest: number | null
  pattern: string
  choices: OwnChoice[]
  default: string
  default_formula: string
  in_list: boolean
  accelerated: boolean
  shown_when: string
  locked_when: string
  must_hold: string
  message: string
  message_en: string
  unique: boolean
  options_by: string
  options: Record<string, string[]>
  fill: FieldFill | null
}

/** Where the value of a field comes from. from: fields of the form by path. */
export interface FieldFill {
  source: string
  take: string
  where: { field: string; from: string }[]
  match: 'all' | 'any'
  when: 'empty' | 'always'
  several: 'first' | 'block' | 'sum'
  sort: string
}

/** A kind of field people can add here, and the field it becomes. */
export interface FieldKind extends FieldSpec {
  /** Which part of the palette it lies in. */
  group: string
}

export interface FormDesign {
  target: string
  label: string
  rev: number
  fields: Record<string, FieldDelta>
  base: DesignBase[]
  own: OwnField[]
  kinds: FieldKind[]
  /** Conditions and defaults may be formulas here. */
  formulas: boolean
  /** What formulas of the form are written with. */
  words: { fields: { path: string; label: string; kind: string; many: boolean }[]; functions: { name: string; zh: string; group: string; help: string; example: string }[] }
}
