import { get, post } from './http'
import type { components } from './schema'

export type StoryBrief = components['schemas']['StoryBrief']
export type Story = components['schemas']['StoryOut']
export type Told = components['schemas']['ToldOut']
export type Difference = components['schemas']['DifferenceOut']

const query = ({ variant }: StoryBrief): string => (variant ? `?variant=${encodeURIComponent(variant)}` : '')

export const list = (): Promise<StoryBrief[]> => get('/scenarios')
export const read = (story: StoryBrief): Promise<Story> => get(`/scenarios/${encodeURIComponent(story.code)}${query(story)}`)
export const run = (story: StoryBrief): Promise<Told> => post(`/scenarios/${encodeURIComponent(story.code)}/run${query(story)}`)
