import type { Theme } from "../../theme.ts";

/** What a log is drawn on. */
export type Paper = {
  readonly width: number;
  readonly zoneMinutes: number;
  readonly theme: Theme;
};

/** From here on a line has room for whole slots. */
const WIDE_FROM = 100;
export const isWide = ({ width }: Paper): boolean => width >= WIDE_FROM;
