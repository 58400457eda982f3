import { Button } from 'antd'
import { useRef } from 'react'
import type { PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'

const WIDTH = 400
const HEIGHT = 140

/** A signature drawn by finger, pen or mouse, given as a picture. */
export function SignaturePad({ onChange }: { onChange: (picture: Blob | null) => void }) {
  const { t } = useTranslation()
  const canvas = useRef<HTMLCanvasElement>(null)
  const drawing = useRef(false)
  const place = (event: PointerEvent<HTMLCanvasElement>): [number, number] => {
    const box = event.currentTarget.getBoundingClientRect()
    return [((event.clientX - box.left) / box.width) * WIDTH, ((event.clientY - box.top) / box.height) * HEIGHT]
  }
  const start = (event: PointerEvent<HTMLCanvasElement>) => {
    const pen = canvas.current?.getContext('2d')
    if (!pen) return
    event.currentTarget.setPointerCapture(event.pointerId)
    drawing.current = true
    pen.lineWidth = 2.5
    pen.lineCap = 'round'
    pen.strokeStyle = '#1b2221'
    pen.beginPath()
    pen.moveTo(...place(event))
  }
  const draw = (event: PointerEvent<HTMLCanvasElement>) => {
    const pen = canvas.current?.getContext('2d')
    if (!drawing.current || !pen) return
    pen.lineTo(...place(event))
    pen.stroke()
  }
  const end = () => {
    if (!drawing.current) return
    drawing.current = false
    canvas.current?.toBlob((picture) => onChange(picture), 'image/png')
  }
  const clear = () => {
    canvas.current?.getContext('2d')?.clearRect(0, 0, WIDTH, HEIGHT)
    onChange(null)
  }
  return (
    <div className="hk-sign">
      <canvas ref={canvas} width={WIDTH} height={HEIGHT} role="img" aria-label={t('resource.sign')} onPointerDown={start} onPointerMove={draw} onPointerUp={end} onPointerCancel={end} />
      <div className="hk-row"><span className="hk-muted hk-grow">{t('resource.sign')}</span><Button size="small" onClick={clear}>{t('resource.sign.again')}</Button></div>
    </div>
  )
}
