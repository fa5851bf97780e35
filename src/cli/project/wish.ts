import { readFile } from "node:fs/promises";
import { endingOf } from "../fault-ending.ts";
import type { Invocation } from "../args.ts";
import type { Run } from "../run.ts";
import type { ProjectWish } from "./follow.ts";

/**
 * How a command line asks for projects to be read: `--project`, `--set`, `--env-file`, `--next`.
 * @throws Ending 3 when the file of --env-file cannot be read
 */
export async function projectWish({ invocation }: Run): Promise<ProjectWish> {
  const { options } = invocation;
  const name = options.text("env-file");
  const pairs = options.texts("set").map((pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  return {
    directory: options.text("project"),
    set: Object.fromEntries(pairs),
    file: name === null ? null : { name, text: await textOf(name) },
    next: ticksOf(invocation),
  };
}

const DEFAULT_TICKS = 3;

/** How many ticks of each task are wanted. */
export const ticksOf = ({ options }: Invocation): number => options.number("next") ?? DEFAULT_TICKS;

async function textOf(name: string): Promise<string> {
  try {
    return await readFile(name, "utf8");
  } catch {
    throw endingOf("unreadable-file", name);
  }
}
