import type { Run } from "../run.ts";
import { DEFAULT_BACKLOG_BYTES, type LogWish } from "./follow.ts";

/** How a command line asks for logs of a target to be read: `--log`, `--log-cmd`. */
export const logWish = ({ invocation: { options } }: Run): LogWish => ({
  files: options.texts("log"),
  commands: options.texts("log-cmd"),
  backlogBytes: DEFAULT_BACKLOG_BYTES,
  since: null,
});
