import type { Entrypoint } from "../../domain/declarations.ts";
import { dockerfileEntrypoints } from "./dockerfile.ts";
import { endsWithExec, scriptOf, shellCommands, shellWords } from "./shell-words.ts";
import { oneLine } from "./written.ts";
import { isMapping, member, yamlDocuments } from "./yaml-documents.ts";

/**
 * What a container's first process is, as far as a file says it: a Dockerfile, an entrypoint script, a compose file, by its name.
 * Empty for every other file.
 */
export function entrypointsOf(path: string, text: string): readonly Entrypoint[] {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (/^(?:docker|container)file|\.(?:docker|container)file$/i.test(name))
    return dockerfileEntrypoints(path, text);
  if (ENTRYPOINT_SCRIPT.test(name) || IMAGE_SCRIPT.test(path)) return scriptEntrypoints(path, text);
  return /compose[^/]*\.ya?ml$/i.test(name) ? composeEntrypoints(path, text) : [];
}

const ENTRYPOINT_SCRIPT = /entry-?point[^/]*\.sh$/i;
/** By other names only where an image is made: at the root a `start.sh` is for people. */
const IMAGE_SCRIPT =
  /(?:^|\/)\.?(?:docker|container|build)[^/]*\/(?:.*\/)?(?:start|run|serve|boot|cmd)[^/]*\.sh$/i;

/** Words that are no command themselves: what is run follows them, or nothing does. */
const OPENING = /^(?:then|else|do|elif|if|while|until|\{|\(|!|time|nohup)$/;
const CLOSING = /^(?:fi|done|esac|;;|\}|\))$/;
/** Commands that start the program of a container and live as long as it; a function or another script may `exec` itself. */
const RUNS = /^(?:(?:.*\/)?php[\d.]*|(?:.*\/)?hyperf\.php|supervisord|gosu|su-exec|"?\$[@*]"?)$/;

/** The last command of a script, when it is known to be what the container runs. */
function scriptEntrypoints(path: string, text: string): readonly Entrypoint[] {
  const lines = logicalLines(text);
  const last = lines.findLast(({ whole }) => !CLOSING.test(whole.replace(/[\s;]+$/, "")));
  if (last === undefined) return [];
  const command = shellCommands(last.whole)
    .filter(({ text: each }) => !CLOSING.test(each))
    .at(-1);
  if (command === undefined || command.isBackground) return [];
  const words = shellWords(command.text).filter(
    (word) => !OPENING.test(word) && !/^\w+=/.test(word),
  );
  const [head = ""] = words;
  const isShell = scriptOf(words) !== null;
  if (head !== "exec" && !RUNS.test(head) && !isShell) return [];
  const form =
    head === "exec" && endsWithExec(command.text.replace(/^.*?\bexec\b/s, "exec"))
      ? "exec"
      : "shell";
  return [{ file: path, line: last.line, text: oneLine(command.text), form }];
}

type Line = { readonly whole: string; readonly line: number };

/** Lines of a script with their continuations; comments, empty lines and here-documents left out. */
function logicalLines(text: string): readonly Line[] {
  const found: Line[] = [];
  let open: Line | null = null;
  let until: string | null = null;
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const written = raw.trim();
    if (until !== null || /^(?:#|$)/.test(written)) {
      if (written === until) until = null;
      continue;
    }
    const { whole, line }: Line = joined(open, { whole: written, line: index + 1 });
    open = whole.endsWith("\\") ? { whole: whole.slice(0, -1), line } : null;
    if (open !== null) continue;
    found.push({ whole, line });
    until = /<<-?\s*(["']?)(\w+)\1/.exec(whole)?.[2] ?? null;
  }
  return found;
}

/** What is longer is no command that a container is started with. */
const MOST_LENGTH = 4000;
const joined = (open: Line | null, next: Line): Line =>
  open === null
    ? next
    : { whole: `${open.whole.slice(0, MOST_LENGTH)} ${next.whole}`, line: open.line };

/** A string there is split into words and run as it is, without a shell (compose specification, `command`). */
function composeEntrypoints(path: string, text: string): readonly Entrypoint[] {
  return yamlDocuments(text).flatMap(({ value, lineOf }) => {
    const services = member(value, "services");
    if (!isMapping(services)) return [];
    return Object.entries(services).flatMap(([service, declared]) => {
      const entrypoint = wordsOf(member(declared, "entrypoint"));
      return (["entrypoint", "command"] as const).flatMap((key): readonly Entrypoint[] => {
        const words = wordsOf(member(declared, key));
        if (words.length === 0) return [];
        const script = scriptOf(key === "command" ? [...entrypoint, ...words] : words);
        const form = script === null || endsWithExec(script) ? "exec" : "shell";
        const line = lineOf(["services", service, key]);
        return [{ file: path, line, text: oneLine(`${key}: ${words.join(" ")}`), form }];
      });
    });
  });
}

function wordsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return shellWords(value);
  return Array.isArray(value) ? value.map((word: unknown) => String(word)) : [];
}
