import { readFile } from "node:fs/promises";
import { untrustedText } from "../../domain/text.ts";
import { faultText } from "../../words/faults.ts";
import { Ending, EXIT } from "../exit.ts";
import type { Run } from "../run.ts";
import type { ProjectWish } from "./follow.ts";

const DEFAULT_TICKS = 3;

/**
 * How a command line asks for projects to be read: `--project`, `--set`, `--env-file`, `--next`.
 * @throws Ending 3 when the file of --env-file cannot be read
 */
export async function projectWish({ invocation: { options } }: Run): Promise<ProjectWish> {
  const name = options.text("env-file");
  const pairs = options.texts("set").map((pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  return {
    directory: options.text("project"),
    set: Object.fromEntries(pairs),
    file: name === null ? null : { name, text: await textOf(name) },
    next: options.number("next") ?? DEFAULT_TICKS,
  };
}

async function textOf(name: string): Promise<string> {
  try {
    return await readFile(name, "utf8");
  } catch {
    const fault = { kind: "unreadable-file", detail: untrustedText(name) } as const;
    throw new Ending(EXIT.target, `swtop: ${faultText(fault)}`);
  }
}
