import { Link } from 'react-router'
import { Qty, toPlot } from '@/kit'
import { unitText } from '../dashboard'
import type { MoverRow } from '../dashboard'

/** What goes out most, as bars from zero with their figures. */
export function Movers({ rows }: { rows: MoverRow[] }) {
  const shown = rows.slice(0, 8)
  // Bottles and bags have no common length: where amounts may be seen, those are drawn.
  const weigh = (row: MoverRow) => toPlot(shown.every((one) => one.amount !== null && one.amount !== undefined) ? row.amount : row.quantity)
  const most = Math.max(1, ...shown.map(weigh))
  return (
    <ul className="hk-home-bars">
      {shown.map((row) => (
        <li key={row.item.id}>
          <Link to={`/stock?item=${row.item.id}`} className="hk-ellipsis">{row.item.name ?? row.item.code}</Link>
          <i style={{ width: `${Math.max(1, (weigh(row) / most) * 100)}%` }} aria-hidden />
          <Qty value={row.quantity} unit={unitText(row.unit)} />
        </li>
      ))}
    </ul>
  )
}
