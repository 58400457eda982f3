/** Where the cursor of the line grid goes. Pure, so that every key has a test. */

export interface Cell {
  row: number
  column: number
}

export interface GridShape {
  rows: number
  /** Is the column one that can be typed in? */
  editable: boolean[]
  /** Columns Enter stops at: what has to be filled. */
  stops: number[]
}

export type Move = { cell: Cell; append: boolean }

const clamp = (value: number, last: number): number => Math.min(Math.max(value, 0), Math.max(last, 0))

/** Enter: the next column that has to be filled; after the last one the next row, a new one at the end. */
export function onEnter(cell: Cell, shape: GridShape): Move {
  const next = shape.stops.find((column) => column > cell.column)
  if (next !== undefined) return { cell: { row: cell.row, column: next }, append: false }
  const first = shape.stops[0] ?? shape.editable.indexOf(true)
  const append = cell.row + 1 >= shape.rows
  return { cell: { row: cell.row + 1, column: Math.max(first, 0) }, append }
}

/** Tab: the next cell that can be typed in, over the end of the row; null leaves the grid. */
export function onTab(cell: Cell, shape: GridShape, back: boolean): Cell | null {
  const step = back ? -1 : 1
  const width = shape.editable.length
  let place = cell.row * width + cell.column + step
  while (place >= 0 && place < shape.rows * width) {
    if (shape.editable[place % width]) return { row: Math.floor(place / width), column: place % width }
    place += step
  }
  return null
}

export function onArrow(cell: Cell, key: string, shape: GridShape): Cell {
  const lastColumn = shape.editable.length - 1
  switch (key) {
    case 'ArrowUp':
      return { ...cell, row: clamp(cell.row - 1, shape.rows - 1) }
    case 'ArrowDown':
      return { ...cell, row: clamp(cell.row + 1, shape.rows - 1) }
    case 'ArrowLeft':
      return { ...cell, column: clamp(cell.column - 1, lastColumn) }
    case 'ArrowRight':
      return { ...cell, column: clamp(cell.column + 1, lastColumn) }
    case 'PageUp':
      return { ...cell, row: clamp(cell.row - 15, shape.rows - 1) }
    case 'PageDown':
      return { ...cell, row: clamp(cell.row + 15, shape.rows - 1) }
    case 'Home':
      return { ...cell, column: 0 }
    case 'End':
      return { ...cell, column: lastColumn }
    default:
      return cell
  }
}
