import { useRef } from 'react'
import type { PointerEvent, ThHTMLAttributes } from 'react'
import { NARROWEST } from './layout'

interface HeaderCellProps extends ThHTMLAttributes<HTMLTableCellElement> {
  /** Given to columns that may be made wider or narrower. */
  resize?: { width: number; onWidth: (width: number) => void }
}

/** A header whose right edge can be drawn. */
export function HeaderCell({ resize, children, ...rest }: HeaderCellProps) {
  const start = useRef<{ x: number; width: number } | null>(null)
  if (!resize) return <th {...rest}>{children}</th>
  const widthAt = (event: PointerEvent) => Math.max(NARROWEST, Math.round((start.current?.width ?? resize.width) + event.clientX - (start.current?.x ?? event.clientX)))
  return (
    <th {...rest}>
      {children}
      <span className="hk-resize" aria-hidden onClick={(event) => event.stopPropagation()}
        onPointerDown={(event) => { start.current = { x: event.clientX, width: resize.width }; event.currentTarget.setPointerCapture(event.pointerId) }}
        onPointerUp={(event) => { if (start.current) resize.onWidth(widthAt(event)); start.current = null }} />
    </th>
  )
}
