import { easyswoole } from "./easyswoole.ts";
import type { Framework } from "./framework.ts";
import { hyperf } from "./hyperf.ts";
import { imi } from "./imi.ts";
import { laravelS } from "./laravel-s.ts";
import { mezzioSwoole } from "./mezzio-swoole.ts";
import { octane } from "./octane.ts";
import { swoft } from "./swoft.ts";
import { thinkSwoole } from "./think-swoole.ts";

/** Frameworks that title their processes. Where two fit a tree equally well, the one that stands first. */
export const FRAMEWORKS: readonly Framework[] = [
  hyperf,
  octane,
  laravelS,
  easyswoole,
  thinkSwoole,
  imi,
  mezzioSwoole,
  swoft,
];
