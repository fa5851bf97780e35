import { GIB, HOUR_MS, KIB, MIB, MINUTE_MS, SECOND_MS } from "../domain/units.ts";

const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/;
const DURATION_MS = { ms: 1, s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS } as const;
const SIZE = /^(\d+(?:\.\d+)?)([kmg]?)(?:i?b)?$/i;
const SIZE_BYTES = { "": 1, k: KIB, m: MIB, g: GIB } as const;

/** `500ms 2s 5m 1h` in milliseconds; null for anything else, zero included. */
export function durationMs(text: string): number | null {
  const [, amount, unit] = DURATION.exec(text) ?? [];
  const factor = lookUp(DURATION_MS, unit);
  return amount === undefined || factor === null ? null : positive(Number(amount) * factor);
}

/** `64m 2g 1000` in bytes, by 1024; null for anything else, zero included. */
export function sizeBytes(text: string): number | null {
  const [, amount, unit] = SIZE.exec(text) ?? [];
  const factor = lookUp(SIZE_BYTES, unit?.toLowerCase());
  return amount === undefined || factor === null
    ? null
    : positive(Math.floor(Number(amount) * factor));
}

export const wholeNumber = (text: string): number | null =>
  /^\d{1,9}$/.test(text) ? positive(Number(text)) : null;

/** `2`, and the highest of a list: `0,1`. */
export const highestLevel = (text: string): number | null =>
  /^[0-3](?:,[0-3])*$/.test(text) ? Math.max(...text.split(",").map(Number)) : null;

export const factor = (text: string): number | null =>
  /^\d{1,6}(\.\d+)?x?$/.test(text) ? positive(Number(text.replace("x", ""))) : null;

const positive = (value: number): number | null =>
  value > 0 && Number.isFinite(value) ? value : null;

const lookUp = <Key extends string>(
  table: Readonly<Record<Key, number>>,
  key: string | undefined,
) => Object.entries<number>(table).find(([each]) => each === key)?.[1] ?? null;
