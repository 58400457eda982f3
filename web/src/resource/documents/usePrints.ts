import { useQuery } from '@tanstack/react-query'
import { studioApi } from '@/api'
import type { DocTypeSpec } from '@/api'
import { can, useMeta } from '../meta'

/** The papers a type of document can be printed on: the house's own, and those people have laid out. */
export function usePrints(spec: DocTypeSpec): DocTypeSpec['prints'] {
  const meta = useMeta()
  const templates = useQuery({
    queryKey: ['print-templates'], queryFn: studioApi.printTemplates, staleTime: 300_000, retry: false,
    enabled: spec.prints.length > 0 && can(meta, 'print-templates', 'view'),
  })
  const own = (templates.data ?? []).filter((one) => one.active && one.document_type === spec.code)
  return [...spec.prints, ...own.map((one) => ({ layout: `template-${one.id}`, label: one.name }))]
}
