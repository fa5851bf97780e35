// Who wrote a line, where its head does not say it.
import { pidNumber, type Head } from "./head.ts";

const PID = /(?:^|[\s[,;|{])pid(?:=(\d{1,7})(?!\d)|:(\d{1,7})\])/u;

/** `pid=N` or `[pid:N]` in what the application wrote; null: it does not say. In the sentences of Swoole and PHP such a PID is somebody else's. */
export function writerIn(head: Head, body: string): number | null {
  if (head.format === "swoole" || head.format === "php-error" || head.format === "octane") {
    return null;
  }
  const isLaidOut = head.format === "custom" || head.format === "plain";
  const text = isLaidOut ? body : head.message;
  if (!text.includes("pid")) return null;
  const match = PID.exec(text);
  return match === null ? null : pidNumber(Number(match[1] ?? match[2]));
}

/** The first group of the user's pattern. */
export function writerBy(pattern: RegExp | null, body: string): number | null {
  const group = pattern?.exec(body)?.[1];
  return group !== undefined && /^\d{1,7}$/u.test(group) ? pidNumber(Number(group)) : null;
}
