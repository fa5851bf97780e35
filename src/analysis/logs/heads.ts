import { FORMATS } from "./formats/index.ts";
import type { Format, Head } from "./head.ts";
import type { Stamps } from "./stamps.ts";

const ASCII = 128;
/** So that most lines are plain at one look. */
const BY_CODE: readonly (readonly Format[])[] = Array.from({ length: ASCII }, (_, code) =>
  FORMATS.filter(({ starts }) => starts.includes(String.fromCharCode(code))),
);

/** What a line says that begins a record; null: no format of the register. */
export function headOf(text: string, stamps: Stamps): Head | null {
  const code = text.charCodeAt(0);
  const formats = code < ASCII ? BY_CODE[code] : undefined;
  if (formats === undefined) return null;
  for (const format of formats) {
    const head = format.head(text, stamps);
    if (head !== null) return head;
  }
  return null;
}
