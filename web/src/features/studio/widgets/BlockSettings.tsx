import { Checkbox, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { PrintBlock, TemplateWords, Word } from '@/api/studio'

interface BlockSettingsProps { block: PrintBlock; words: TemplateWords; onChange: (block: PrintBlock) => void }

/** What one block shows. */
export function BlockSettings({ block, words, onChange }: BlockSettingsProps) {
  const { t } = useTranslation()
  const set = (part: Partial<PrintBlock>) => onChange({ ...block, ...part })
  const size = (least: number, most: number, start: number, unit: string) => (
    <label className="hk-row"><span className="hk-muted">{t('studio.block.size')}</span><InputNumber aria-label={t('studio.block.size')} min={least} max={most} value={block.size ?? start} suffix={unit} style={{ width: 96 }} onChange={(value) => set({ size: value ?? start })} /></label>
  )
  const align = (
    <Select aria-label={t('studio.block.align')} value={block.align ?? 'left'} style={{ width: 92 }} onChange={(value) => set({ align: value })}
      options={[{ value: 'left', label: t('studio.block.left') }, { value: 'center', label: t('studio.block.center') }, { value: 'right', label: t('studio.block.right') }]} />
  )
  const names = (options: Word[], label: string) => (
    <Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} aria-label={label} placeholder={label} value={block.names ?? []} options={options} style={{ width: '100%' }} onChange={(value) => set({ names: value })} />
  )
  switch (block.kind) {
    case 'text':
    case 'code':
    case 'barcode':
      return (
        <>
          <Tagged value={block.text ?? ''} tags={words.tags} onChange={(text) => set({ text })} rows={block.kind === 'text' ? 2 : 1} />
          <div className="hk-row">{block.kind === 'text' ? size(6, 40, 10, 'pt') : block.kind === 'code' ? size(10, 60, 20, 'mm') : size(20, 60, 50, 'mm')}{align}{block.kind === 'text' ? <Checkbox checked={block.bold ?? false} onChange={(event) => set({ bold: event.target.checked })}>{t('studio.block.bold')}</Checkbox> : null}</div>
        </>
      )
    case 'fields':
      return (
        <>
          {names(words.header, t('studio.block.names'))}
          <div className="hk-row"><label className="hk-row"><span className="hk-muted">{t('studio.block.columns')}</span><InputNumber aria-label={t('studio.block.columns')} min={1} max={6} value={block.columns ?? 3} style={{ width: 72 }} onChange={(value) => set({ columns: value ?? 3 })} /></label>{size(6, 20, 10, 'pt')}</div>
        </>
      )
    case 'lines':
      return (
        <>
          {names(words.lines, t('studio.columns'))}
          <div className="hk-row">
            <label className="hk-row"><span className="hk-muted">{t('studio.block.rows')}</span><InputNumber aria-label={t('studio.block.rows')} min={0} max={100} value={block.rows ?? 0} style={{ width: 72 }} onChange={(value) => set({ rows: value ?? 0 })} /></label>
            <Checkbox checked={block.subtotal ?? false} disabled={!block.rows} onChange={(event) => set({ subtotal: event.target.checked })}>{t('studio.block.subtotal')}</Checkbox>
            {size(6, 20, 9, 'pt')}
          </div>
        </>
      )
    case 'signatures':
      return <Select mode="tags" open={false} suffixIcon={null} aria-label={t('studio.block.signatures.names')} placeholder={t('studio.block.signatures.names')} value={block.names ?? []} style={{ width: '100%' }} onChange={(value) => set({ names: value })} />
    default:
      return <div className="hk-row">{size(6, 20, 10, 'pt')}</div>
  }
}

function Tagged({ value, tags, rows, onChange }: { value: string; tags: Word[]; rows: number; onChange: (text: string) => void }) {
  const { t } = useTranslation()
  return (
    <>
      <Input.TextArea aria-label={t('studio.block.text')} autoSize={{ minRows: rows, maxRows: 8 }} maxLength={2000} value={value} onChange={(event) => onChange(event.target.value)} />
      <Select size="small" showSearch={{ optionFilterProp: 'label' }} aria-label={t('studio.block.tag')} placeholder={t('studio.block.tag')} value={null} options={tags} style={{ width: 160 }} onChange={(name: string) => onChange(`${value}{${name}}`)} />
    </>
  )
}
