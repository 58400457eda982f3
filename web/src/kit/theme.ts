import { theme } from 'antd'
import type { ThemeConfig } from 'antd'

export type Mode = 'light' | 'dark'

const PRIMARY = '#0F766E'
// The dark algorithm takes a shade off each colour, so these start one lighter than what is seen.
const PRIMARY_DARK = '#33BBAE'

const FONT =
  '-apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", "Helvetica Neue", Arial, sans-serif'

/** Every colour, size and radius of the product; pages only use tokens. `still`: the person asked for no movement. */
export function themeOf(mode: Mode, still: boolean): ThemeConfig {
  const dark = mode === 'dark'
  return {
    cssVar: { key: 'hk' },
    hashed: false,
    algorithm: dark ? [theme.darkAlgorithm, theme.compactAlgorithm] : [theme.defaultAlgorithm, theme.compactAlgorithm],
    token: {
      colorPrimary: dark ? PRIMARY_DARK : PRIMARY,
      colorInfo: dark ? '#4C8DFF' : '#1D5FD1',
      colorSuccess: dark ? '#3FA66B' : '#15803D',
      colorWarning: dark ? '#D9982B' : '#B45309',
      colorError: dark ? '#FF857B' : '#C02626',
      colorLink: dark ? PRIMARY_DARK : PRIMARY,
      colorBgLayout: dark ? '#101413' : '#F6F7F7',
      colorBgContainer: dark ? '#171C1B' : '#FFFFFF',
      colorBgElevated: dark ? '#1E2423' : '#FFFFFF',
      colorText: dark ? '#E6EAE9' : '#1B2221',
      colorTextSecondary: dark ? '#A3AEAC' : '#55605E',
      colorTextTertiary: dark ? '#8F9B99' : '#5F6B69',
      colorTextPlaceholder: dark ? '#8F9B99' : '#66716F',
      colorBorder: dark ? '#3A4442' : '#CDD4D2',
      colorBorderSecondary: dark ? '#29312F' : '#E6EAE9',
      borderRadius: 6,
      // The compact algorithm takes one step off both: 14 px text and 32 px controls on screen.
      fontSize: 16,
      fontFamily: FONT,
      controlHeight: 36,
      wireframe: false,
      motion: !still,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
    },
    components: {
      Table: {
        headerBg: dark ? '#1B2120' : '#F6F7F7',
        headerColor: dark ? '#A3AEAC' : '#55605E',
        headerSplitColor: 'transparent',
        cellPaddingBlockSM: 6,
        cellPaddingInlineSM: 10,
        rowHoverBg: dark ? '#1D2523' : '#F2F6F5',
      },
      Menu: {
        itemHeight: 32,
        itemBorderRadius: 6,
        itemMarginBlock: 1,
        itemBg: 'transparent',
        subMenuItemBg: 'transparent',
        itemSelectedBg: dark ? '#1D302D' : '#E4F0EE',
        activeBarBorderWidth: 0,
      },
      Tabs: { horizontalMargin: '0 0 8px 0', horizontalItemPadding: '8px 0' },
      Form: { itemMarginBottom: 16, verticalLabelPadding: '0 0 4px' },
      Button: { primaryColor: dark ? '#06201D' : '#FFFFFF', primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
    },
  }
}

/** Series colours of charts, at most five; the first is the brand's. */
export function chartColours(mode: Mode): string[] {
  return mode === 'dark'
    ? ['#2BA79B', '#D9982B', '#4C8DFF', '#A58AD6', '#8A9694']
    : ['#0F766E', '#B45309', '#1D5FD1', '#7A5BB5', '#7A8583']
}
