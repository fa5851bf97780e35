// The register of patterns, by their names.
import type { Pattern } from "../pattern.ts";
import { busyLoop } from "./busy-loop.ts";
import { combinedMask } from "./combined-mask.ts";
import { fullResult } from "./full-result.ts";
import { loggerName } from "./logger-name.ts";
import { metricPath } from "./metric-path.ts";
import { queryLog } from "./query-log.ts";
import { redisCallback } from "./redis-callback.ts";

export const PATTERNS: readonly Pattern[] = [
  busyLoop,
  combinedMask,
  fullResult,
  loggerName,
  metricPath,
  queryLog,
  redisCallback,
];
