import type { LogRecord } from "../../domain/log.ts";
import { isPrintable } from "./packed.ts";

/** What a record takes beside its text, in the ring and in what the pane runs through; measured with Node 24. */
export const RECORD_BYTES = 150;

/** What a record takes with what was cut from its lines and is kept. */
export const sizeOf = (record: LogRecord, cuts: readonly (Uint8Array | null)[] | null): number =>
  RECORD_BYTES + textBytes(record) + (cuts ?? []).reduce((sum, cut) => sum + (cut?.length ?? 0), 0);

/** In the memory of the program: a text with a character beyond Latin-1 takes two bytes for each. */
const WIDE = /[\u0100-\uffff]/u;
const textBytes = ({ lines }: LogRecord): number =>
  lines.reduce((sum, { text }) => sum + (isWide(text) ? 2 : 1) * (text.length + 1), 0);

const isWide = (text: string): boolean => !isPrintable(text) && WIDE.test(text);
