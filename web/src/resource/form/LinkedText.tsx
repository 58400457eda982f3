import { App } from 'antd'
import { useNavigate } from 'react-router'
import { systemApi } from '@/api'
import { useErrorText } from '@/kit'

/** Numbers of documents as every number rule writes them: letters, a month or day, a serial. */
const NUMBER = /([A-Z]{2,6}-\d{4,8}-\d{2,})/

/** A text of the server's in which the numbers of documents lead to them. */
export function LinkedText({ text, onLeave }: { text: string; onLeave?: () => void }) {
  const navigate = useNavigate()
  const say = useErrorText()
  const { message } = App.useApp()
  const go = async (number: string) => {
    try {
      const hit = (await systemApi.search(number)).find((one) => one.kind === 'document' && (one.code === number || one.title.includes(number)))
      if (!hit) return
      await navigate(hit.path)
      onLeave?.()
    } catch (error) {
      void message.error(say(error))
    }
  }
  return text.split(NUMBER).map((part, index) => (index % 2 === 1 ? (
    <a key={index} href="#" onClick={(event) => { event.preventDefault(); void go(part) }}>{part}</a>
  ) : part))
}
