import type { RecordPanelProps } from '@/kit'
import { PicturePanel } from './PicturePanel'
import { VariantsPanel } from './VariantsPanel'

/** What stands below the form of an item. */
export function ItemPanels({ record }: RecordPanelProps) {
  return (
    <>
      <PicturePanel record={record} />
      <VariantsPanel record={record} />
    </>
  )
}
