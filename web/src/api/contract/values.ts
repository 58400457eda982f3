/** Values on the wire. Decimals stay strings to the screen: no number ever goes through a float. */

export type Decimal = string

export type Id = string

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

export type Values = Record<string, unknown>

export interface Reference {
  id: Id
  code?: string
  name?: string
  label?: string
  spec?: string
  number?: string
}

export interface LookupHit {
  id: Id
  code: string
  name: string
  hint?: string
  extra?: Values
}

/** Part of a quantity that is told unit by unit. */
export interface QuantityOfUnit {
  quantity: Decimal
  unit?: { id?: Id; name?: string } | null
}
