import { timeText } from "./time.ts";

const LONGEST_TARGET = 60;

/** `swtop-<target>-<time>.ndjson.gz`: the URI's letters, digits, dots and lines; the time in UTC to the second, without colons. */
export function recordingName(target: string, at: number): string {
  const plain = target.replaceAll(/[^A-Za-z0-9._-]+/gu, "-").replaceAll(/^[-.]+|[-.]+$/gu, "");
  const time = (timeText(at) ?? "").replaceAll(/[-:]|\.\d+/gu, "");
  return `swtop-${plain.slice(0, LONGEST_TARGET)}-${time}.ndjson.gz`;
}
