import type { Entrypoint } from "../../domain/declarations.ts";
import { maskSecrets } from "../../domain/secret.ts";
import { endsWithExec, scriptOf } from "./shell-words.ts";
import { oneLine } from "./written.ts";

type Command = {
  readonly instruction: "ENTRYPOINT" | "CMD";
  readonly line: number;
  /** Null: the shell form. */
  readonly words: readonly string[] | null;
  readonly text: string;
};
type Stage = {
  readonly name: string | null;
  readonly entrypoint: Command | null;
  readonly cmd: Command | null;
  /** Of this stage itself, not of what it is built on. */
  readonly hasOwnCmd: boolean;
};

const EMPTY: Stage = { name: null, entrypoint: null, cmd: null, hasOwnCmd: false };

/** ENTRYPOINT and CMD of the last stage, with what it has from the stages that it is built on. */
export function dockerfileEntrypoints(path: string, text: string): readonly Entrypoint[] {
  const stages: Stage[] = [];
  for (const { name, rest, line } of instructionsOf(text)) {
    if (name === "FROM") stages.push(stageFrom(rest, stages));
    const current = stages.at(-1);
    if (current === undefined) continue;
    if (name === "ENTRYPOINT" || name === "CMD")
      stages[stages.length - 1] = withCommand(current, commandOf(name, rest, line));
  }
  const { entrypoint, cmd } = stages.at(-1) ?? EMPTY;
  return commandsThatRun(entrypoint, cmd).map((command) => ({
    file: path,
    line: command.line,
    text: oneLine(`${command.instruction} ${shownWords(command)}`),
    form: formOf(command, entrypoint),
  }));
}

function shownWords({ words, text }: Command): string {
  if (words === null) return text;
  const shown = maskSecrets(words).map((word) => JSON.stringify(word));
  return `[${shown.join(", ")}]`;
}

function stageFrom(rest: string, stages: readonly Stage[]): Stage {
  const [image = "", as, name] = rest.split(/\s+/).filter((word) => !word.startsWith("--"));
  const base = stages.findLast((stage) => stage.name === image.toLowerCase()) ?? EMPTY;
  return {
    ...base,
    name: as?.toLowerCase() === "as" && name !== undefined ? name.toLowerCase() : null,
    hasOwnCmd: false,
  };
}

/** An ENTRYPOINT takes away the CMD of what the stage is built on. */
function withCommand(stage: Stage, command: Command): Stage {
  if (command.instruction === "CMD") return { ...stage, cmd: command, hasOwnCmd: true };
  return { ...stage, entrypoint: command, cmd: stage.hasOwnCmd ? stage.cmd : null };
}

function commandOf(instruction: Command["instruction"], rest: string, line: number): Command {
  return { instruction, line, text: rest, words: jsonWords(rest) };
}

function jsonWords(text: string): readonly string[] | null {
  if (!text.startsWith("[")) return null;
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) && words.every((word) => typeof word === "string") ? words : null;
  } catch {
    return null;
  }
}

/** After an ENTRYPOINT in shell form a CMD is not looked at. An empty list unsets. */
const commandsThatRun = (entrypoint: Command | null, cmd: Command | null): readonly Command[] =>
  [entrypoint, entrypoint !== null && entrypoint.words === null ? null : cmd].flatMap((command) =>
    command === null || command.words?.length === 0 ? [] : [command],
  );

function formOf(command: Command, entrypoint: Command | null): Entrypoint["form"] {
  if (command.words === null) return endsWithExec(command.text) ? "exec" : "shell";
  const before = command.instruction === "CMD" ? (entrypoint?.words ?? []) : [];
  const script = scriptOf([...before, ...command.words]);
  return script === null || endsWithExec(script) ? "exec" : "shell";
}

type Instruction = { readonly name: string; readonly rest: string; readonly line: number };

/** Instructions with their continued lines in one; comments and here-documents left out. */
function instructionsOf(text: string): readonly Instruction[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const escape = /^#\s*escape\s*=\s*`\s*$/im.test(lines.slice(0, 5).join("\n")) ? "`" : "\\";
  const found: Instruction[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    if (isNothing(lines[at])) continue;
    const line = at + 1;
    const parts = [(lines[at] ?? "").trim()];
    while (parts.at(-1)?.endsWith(escape) === true && at + 1 < lines.length) {
      at += 1;
      if (!isNothing(lines[at])) parts.push((lines[at] ?? "").trim());
    }
    const whole = parts.map((part) => (part.endsWith(escape) ? part.slice(0, -1) : part)).join(" ");
    const instruction = instructionOf(whole, line);
    found.push(instruction);
    at = afterHereDocuments(lines, at, instruction);
  }
  return found;
}

function instructionOf(whole: string, line: number): Instruction {
  const [name = ""] = whole.split(/\s/, 1);
  return { name: name.toUpperCase(), rest: whole.slice(name.length).trim(), line };
}

const isNothing = (line = ""): boolean => /^\s*(?:#|$)/.test(line);

function afterHereDocuments(
  lines: readonly string[],
  at: number,
  { name, rest }: Instruction,
): number {
  if (!HAVE_DOCUMENTS.has(name)) return at;
  return [...rest.matchAll(/<<-?\s*(["']?)(\w+)\1/g)].reduce((from, [, , word]) => {
    let end = from + 1;
    while (end < lines.length && lines[end]?.trim() !== word) end += 1;
    return end;
  }, at);
}
const HAVE_DOCUMENTS: ReadonlySet<string> = new Set(["RUN", "COPY", "ADD"]);
