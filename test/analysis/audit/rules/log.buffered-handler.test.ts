import { logBufferedHandler } from "../../../../src/analysis/audit/rules/log.buffered-handler.ts";
import type { Facts } from "../../../../src/domain/facts.ts";
import { raw, ruleTable, withDeclarations } from "../build.ts";

const log = (logger: unknown, config: Readonly<Record<string, unknown>> = {}): Facts =>
  withDeclarations({ config: { logger, ...config } });

const handler = (name: string, constructor: unknown): Facts =>
  log({ default: { handlers: [{ class: `Monolog\\Handler\\${name}`, constructor }] } });

ruleTable(logBufferedHandler, [
  {
    title: "a buffer without a limit fails",
    facts: handler("BufferHandler", { level: 200 }),
    says: [["fail", "default", "warning"]],
    words: ["without bufferLimit", "'flushOnOverflow' => true,"],
  },
  {
    title: "a buffer that waits for an error fails",
    facts: handler("FingersCrossedHandler", { bufferSize: 0 }),
    says: [["fail", "default", "warning"]],
    words: ["'bufferSize' => 500,"],
  },
  {
    title: "a full buffer that drops lines is told",
    facts: handler("BufferHandler", { bufferLimit: 100 }),
    says: [["fail", "default", "info"]],
    words: ["drops its oldest records"],
  },
  {
    title: "a bounded buffer passes",
    facts: handler("BufferHandler", { bufferLimit: 100, flushOnOverflow: true }),
    says: [["pass", "default"]],
  },
  {
    title: "a bounded wait for an error passes",
    facts: handler("FingersCrossedHandler", { bufferSize: 50 }),
    says: [["pass", "default"]],
  },
  { title: "a stream passes", facts: withDeclarations({}), says: [["pass", "default"]] },
  {
    title: "a limit that is no constant is unknown",
    facts: handler("BufferHandler", { bufferLimit: raw("limit()") }),
    says: [["unknown", "default"]],
    words: ["limit()"],
  },
  {
    title: "a channel that a closure builds is unknown",
    facts: log({ default: raw("fn () => 1") }),
    says: [["unknown", "default"]],
  },
  { title: "without logger.php there is no handler", facts: log(null), says: [] },
  {
    title: "another framework is not asked",
    facts: withDeclarations({ framework: "octane", config: { logger: { default: {} } } }),
    says: [],
  },
]);
