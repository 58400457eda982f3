import 'dayjs/locale/zh-cn'
import antd from 'antd/locale/zh_CN'

const files = import.meta.glob<Record<string, string>>('../**/i18n/zh-CN.json', { eager: true, import: 'default' })

export const texts: Record<string, string> = Object.assign({}, ...Object.values(files))
export { antd }
export const dayjsName = 'zh-cn'
