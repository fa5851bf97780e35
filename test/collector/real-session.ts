import { systemClock } from "../../src/cli/clock.ts";
import { openSession, type SessionOptions } from "../../src/collector/session.ts";
import type { Source } from "../../src/domain/ports/source.ts";
import { exec } from "../../src/targets/exec/transport.ts";
import { SCRIPT } from "./shells.ts";

/** A session on a real shell, at four readings a second, that leaves the test itself out. */
export const sessionIn = (
  command: readonly string[],
  signal: AbortSignal,
  options: Partial<SessionOptions> = {},
): Source =>
  openSession(
    {
      target: { scheme: "exec", uri: "exec:", address: command },
      transport: exec,
      script: SCRIPT,
      intervalMs: 250,
      budgetMs: 50,
      clock: systemClock,
      force: false,
      ownPids: [process.pid],
      ...options,
    },
    signal,
  );
