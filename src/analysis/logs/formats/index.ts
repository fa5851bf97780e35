import type { Format } from "../head.ts";
import { banner } from "./banner.ts";
import { hyperfStdout } from "./hyperf-stdout.ts";
import { monologJson } from "./monolog-json.ts";
import { monologLine } from "./monolog-line.ts";
import { octane } from "./octane.ts";
import { phpError } from "./php-error.ts";
import { swoole } from "./swoole.ts";

/** What a line may begin with; the most frequent first. What none of them knows may have a layout that is learned (`../layouts.ts`). */
export const FORMATS: readonly Format[] = [
  hyperfStdout,
  monologLine,
  swoole,
  phpError,
  octane,
  monologJson,
  banner,
];
