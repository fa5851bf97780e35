import type { Check } from "../check.ts";
import { cgroup } from "./cgroup.ts";
import { clock } from "./clock.ts";
import { engine } from "./engine.ts";
import { headroom } from "./headroom.ts";
import { heap } from "./heap.ts";
import { logs } from "./logs.ts";
import { php } from "./php.ts";
import { proc } from "./proc.ts";
import { project } from "./project.ts";
import { rbac } from "./rbac.ts";
import { rights } from "./rights.ts";
import { servers } from "./servers.ts";
import { shell } from "./shell.ts";
import { tools } from "./tools.ts";
import { zone } from "./zone.ts";

/** In the order in which one needs the other. */
export const CHECKS: readonly Check[] = [
  engine,
  rbac,
  rights,
  shell,
  tools,
  proc,
  servers,
  php,
  heap,
  cgroup,
  headroom,
  logs,
  project,
  clock,
  zone,
];
