import { age } from "./age.ts";
import { anon } from "./anon.ts";
import type { Column } from "./column.ts";
import { cpu } from "./cpu.ts";
import { gcRoots } from "./gc-roots.ts";
import { gcRuns } from "./gc-runs.ts";
import { generation } from "./generation.ts";
import { growth } from "./growth.ts";
import { heapReal } from "./heap-real.ts";
import { heap } from "./heap.ts";
import { pid } from "./pid.ts";
import { rate } from "./rate.ts";
import { role } from "./role.ts";
import { rss } from "./rss.ts";
import { shared } from "./shared.ts";
import { sockets } from "./sockets.ts";
import { slot } from "./slot.ts";
import { step } from "./step.ts";
import { uss } from "./uss.ts";

/** The columns of the table, left to right; the sparkline stands after them. */
export const columns: readonly Column[] = [
  pid,
  role,
  slot,
  uss,
  rss,
  anon,
  shared,
  heap,
  heapReal,
  gcRoots,
  gcRuns,
  sockets,
  growth,
  rate,
  cpu,
  age,
  generation,
  step,
];
