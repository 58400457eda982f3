import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Compared } from '@/api/config'
import { StateTag } from '@/kit'

interface PackageDiffProps {
  pieces: Compared[]
  /** Change one piece in the package. */
  onEdit?: ((piece: Compared) => void) | undefined
}

const TONES = { new: 'green', changed: 'amber', gone: 'red', same: 'default' } as const

/** Pieces against what is in effect, property by property. */
export function PackageDiff({ pieces, onEdit }: PackageDiffProps) {
  const { t } = useTranslation()
  const words = { new: t('settings.packages.new.piece'), changed: t('settings.packages.changed.piece'), gone: t('settings.packages.gone.piece'), same: t('settings.packages.same.piece') }
  return (
    <div className="hk-panel">
      {pieces.map((piece) => (
        <section key={`${piece.part}:${piece.key}`} className="hk-piece" aria-label={piece.title}>
          <div className="hk-row">
            <StateTag value={piece.change} label={words[piece.change]} color={TONES[piece.change]} />
            <span className="hk-muted">{piece.part_label}</span>
            <strong>{piece.title}</strong>
            {onEdit ? <Button type="link" size="small" onClick={() => onEdit(piece)}>{t('settings.packages.edit.piece')}</Button> : null}
          </div>
          {piece.properties.length === 0 ? null : (
            <div className="hk-scroll-x">
              <table className="hk-plain-table">
                <thead><tr><th>{t('settings.packages.property')}</th><th>{t('settings.packages.before')}</th><th>{t('settings.packages.after')}</th></tr></thead>
                <tbody>{piece.properties.map((one) => <tr key={one.label}><td>{one.label}</td><td>{one.before ? <del>{one.before}</del> : '—'}</td><td>{one.after ? <ins>{one.after}</ins> : '—'}</td></tr>)}</tbody>
              </table>
            </div>
          )}
        </section>
      ))}
    </div>
  )
}
