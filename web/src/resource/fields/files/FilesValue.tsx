import { PaperClipOutlined } from '@ant-design/icons'
import { filesApi } from '@/api'
import type { KeptFile } from '@/api'
import { formatSize } from '@/kit'
import '../fields.css'

export const isPicture = (file: KeptFile): boolean => file.content_type.startsWith('image/')

/** Files a field names: pictures small, others by name; each opens on its own. small: as a list shows them. */
export function FilesValue({ files, small }: { files: KeptFile[]; small: boolean }) {
  return (
    <span className={small ? 'hk-files hk-files-small' : 'hk-files'}>
      {files.map((file) => <OneFile key={file.id} file={file} small={small} />)}
    </span>
  )
}

export function OneFile({ file, small }: { file: KeptFile; small?: boolean }) {
  const open = { href: filesApi.href(file), target: '_blank', rel: 'noreferrer', onClick: (event: React.MouseEvent) => event.stopPropagation() }
  if (isPicture(file)) return <a {...open} className="hk-file-picture" title={file.name}><img src={filesApi.href(file, true)} alt={file.name} loading="lazy" /></a>
  return <a {...open} className="hk-ellipsis"><PaperClipOutlined /> {file.name}{small ? null : <span className="hk-faint"> {formatSize(file.size)}</span>}</a>
}
