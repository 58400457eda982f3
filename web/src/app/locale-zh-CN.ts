import 'dayjs/locale/zh-cn'
import antd from 'antd/locale/zh_CN'

const files = import.meta.glob<Record<string, string>>(['../app/i18n/zh-CN.json', '../kit/i18n/zh-CN.json', '../features/*/menu/i18n/zh-CN.json'], { eager: true, import: 'default' })

export const texts: Record<string, string> = Object.assign({}, ...Object.values(files))
export { antd }
export const dayjsName = 'zh-cn'
