import { useEffect, useRef } from 'react'
import type { DocTypeSpec, FieldSpec, Values } from '@/api'
import { dropKept } from '@/kit'
import type { Grid } from './grid/useGrid'

/** The first field of the head that has to be filled and is not. */
export function emptyField(spec: DocTypeSpec, header: Values): FieldSpec | undefined {
  return spec.header_fields.find(
    (field) => field.required && !field.readonly && field.in_form !== false && field.type !== 'boolean' && [undefined, null, ''].includes(header[field.name] as null),
  )
}

/**
 * The way of the keyboard through a document: what is required and empty in the head, one after the other, then the lines.
 * A new document begins there too, so that nothing has to be clicked before the first key.
 */
export function useForward(spec: DocTypeSpec, header: Values, grid: Grid, begins: boolean): (taken: Values) => void {
  const forward = (taken: Values) => {
    const next = emptyField(spec, { ...header, ...taken })
    if (!next) return grid.start()
    window.document.getElementById(`head-${next.name}`)?.focus()
    if (next.type !== 'reference') dropKept()
  }
  const first = useRef(begins ? forward : null)
  useEffect(() => {
    first.current?.({})
    first.current = null
  }, [])
  return forward
}
