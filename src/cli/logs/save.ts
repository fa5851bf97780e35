import { createWriteStream, existsSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { rawBytes } from "../../analysis/logs/lines.ts";
import type { LogLine } from "../../domain/log.ts";
import { untrustedText } from "../../domain/text.ts";
import { recordingName } from "../../recording/name.ts";
import { NO_LINES_TO_SAVE, savedText } from "../../words/answers.ts";
import { faultText } from "../../words/faults.ts";

/** Log lines may hold what is nobody else's business. */
const MODE = 0o600;
const LINE_END = Buffer.from("\n");

/** `swtop-logs-<target>.log` of the working directory: the same each time, so that a second one has to ask. */
const nameFor = (uri: string): string =>
  recordingName(uri, 0)
    .replace(/^swtop-/u, "swtop-logs-")
    .replace(/-[^-]*\.ndjson\.gz$/u, ".log");

/**
 * The lines, byte by byte as they came, into a file; one that is there is only written over when somebody is sure.
 * @returns what the header says of it; null: it is there, and nobody was sure
 */
export async function saveLogs(
  lines: readonly LogLine[],
  { uri, isSure }: { readonly uri: string; readonly isSure: boolean },
): Promise<string | null> {
  const file = nameFor(uri);
  if (existsSync(file) && !isSure) return null;
  let bytes = 0;
  function* raw(): Generator<Uint8Array> {
    for (const line of lines) {
      const part = rawBytes(line);
      bytes += part.length + LINE_END.length;
      yield part;
      yield LINE_END;
    }
  }
  const [first] = lines;
  if (first === undefined) return NO_LINES_TO_SAVE;
  try {
    await pipeline(
      Readable.from(raw()),
      createWriteStream(file, { flags: isSure ? "w" : "wx", mode: MODE }),
    );
  } catch {
    return faultText({ kind: "unwritable-file", detail: untrustedText(file) });
  }
  return savedText(file, bytes);
}
