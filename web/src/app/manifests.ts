import { lazy } from 'react'
import type { ComponentType } from 'react'
import type { FeatureManifest, RecordPanelProps } from '@/kit'
import { manifest as approvals } from '@/features/approvals/manifest'
import { manifest as finance } from '@/features/finance/manifest'
import { manifest as help } from '@/features/help/manifest'
import { manifest as home } from '@/features/home/manifest'
import { manifest as integrations } from '@/features/integrations/manifest'
import { manifest as manufacturing } from '@/features/manufacturing/manifest'
import { manifest as masterdata } from '@/features/masterdata/manifest'
import { manifest as purchasing } from '@/features/purchasing/manifest'
import { manifest as reports } from '@/features/reports/manifest'
import { manifest as sales } from '@/features/sales/manifest'
import { manifest as settings } from '@/features/settings/manifest'
import { manifest as studio } from '@/features/studio/manifest'
import { manifest as warehousing } from '@/features/warehousing/manifest'

/** The panels of all features, each fetched when its record is opened. */
const panelsOf = (all: FeatureManifest[]): Record<string, ComponentType<RecordPanelProps>> =>
  Object.fromEntries(all.flatMap(({ recordPanels }) => Object.entries(recordPanels ?? {})).map(([resource, load]) => [resource, lazy(async () => ({ default: await load() }))]))

/** The one list of what the shell shows; a new feature adds its line here. */
export const manifests: FeatureManifest[] = [
  home, approvals, purchasing, sales, warehousing, manufacturing, finance, masterdata, reports, studio, integrations, settings, help,
].sort((a, b) => a.order - b.order)

/** Resources whose records have a page of their own. */
export const ownPages: ReadonlySet<string> = new Set(manifests.flatMap((manifest) => manifest.ownPages ?? []))

export const panels = panelsOf(manifests)
