import { parseArgs } from "node:util";
import { usageText, type UsageProblem } from "../words/usage.ts";
import { Ending, EXIT } from "./exit.ts";
import { nearest } from "./nearest.ts";
import { AUDIT_FORMATS, numberOf, wrongValue } from "./option-values.ts";
import {
  COMMANDS,
  NOT_BUILT,
  OPTIONS,
  type CommandName,
  type Option,
  type OptionName,
} from "./options.ts";

/** A command line, understood as far as it goes without looking at files. */
export type Invocation = {
  readonly command: CommandName;
  /** What stands for the target, in the user's words; empty: none was named. */
  readonly words: readonly string[];
  /** What stands after `--`; null without one. Nothing in it is ours. */
  readonly foreign: readonly string[] | null;
  readonly options: Options;
};

/** Values by option name; an absent option is absent. Durations in ms, sizes in bytes. */
export type Options = {
  readonly has: (name: OptionName) => boolean;
  readonly text: (name: OptionName) => string | null;
  /** Of an option that repeats, in the order of the command line. */
  readonly texts: (name: OptionName) => readonly string[];
  readonly number: (name: OptionName) => number | null;
};

export const usageEnding = (problem: UsageProblem): Ending =>
  new Ending(EXIT.usage, `swtop: ${usageText(problem)}`);

const ALL: readonly Option[] = OPTIONS;
const NAMES = [...new Set<string>(OPTIONS.map(({ name }) => name))];

/** @throws Ending 2 with one sentence for what cannot be understood. */
export function understand(argv: readonly string[]): Invocation {
  const cut = argv.indexOf("--");
  const ours = cut === -1 ? argv : argv.slice(0, cut);
  const foreign = cut === -1 ? null : argv.slice(cut + 1);
  const { words, given, command } = split(ours);
  if (words[0] !== undefined && words[0] in NOT_BUILT) {
    throw usageEnding({ kind: "not-built", word: words[0], instead: NOT_BUILT[words[0]] ?? null });
  }
  requireOwn(given, command);
  return {
    command,
    words: command === "screen" ? words : words.slice(1),
    foreign,
    options: optionsOf(given, command),
  };
}

/** @throws Ending 2 for an option, or a format, that another command has */
function requireOwn(given: Given, command: CommandName): void {
  for (const name of given.keys()) {
    if (isOf(optionOf(name, command), command)) continue;
    const commands = ALL.flatMap((option) => (option.name === name ? (option.commands ?? []) : []));
    throw usageEnding({
      kind: "foreign-option",
      option: `--${name}`,
      command: command === "screen" ? "TARGET" : command,
      of: commands.filter((each) => each !== "screen").join("|"),
    });
  }
  const format = given.get("format")?.at(-1);
  if (command !== "audit" && AUDIT_FORMATS.some((each) => each === format)) {
    const value = String(format);
    throw usageEnding({
      kind: "bad-value",
      option: "--format",
      value,
      wanted: "only audit has it",
    });
  }
}

type Given = ReadonlyMap<string, readonly (string | true)[]>;

type Split = {
  readonly words: readonly string[];
  readonly given: Given;
  readonly command: CommandName;
};

function split(argv: readonly string[]): Split {
  const config = Object.fromEntries(
    ALL.map(({ name, kind, short }) => [
      name,
      {
        type: kind === "flag" ? ("boolean" as const) : ("string" as const),
        ...(short === undefined ? {} : { short }),
      },
    ]),
  );
  const { tokens } = parseArgs({
    args: [...argv],
    options: config,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const words = tokens.flatMap((token) => (token.kind === "positional" ? [token.value] : []));
  // options may stand before the command that says what they mean
  const command = COMMANDS.find((each) => each === words[0]) ?? "screen";
  const given = new Map<string, (string | true)[]>();
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const value = valueOf(token, command);
    given.set(token.name, [...(given.get(token.name) ?? []), value]);
  }
  return { words, given, command };
}

type OptionToken = {
  readonly rawName: string;
  readonly name: string;
  readonly value?: string | undefined;
};

function valueOf({ rawName, name, value }: OptionToken, command: CommandName): string | true {
  const option = NAMES.includes(name) ? optionOf(name, command) : undefined;
  if (option === undefined) {
    const near = nearest(name, NAMES);
    throw usageEnding({
      kind: "unknown-option",
      option: rawName,
      nearest: near === null ? null : `--${near}`,
    });
  }
  if (option.kind === "flag") {
    if (value !== undefined) throw usageEnding({ kind: "needless-value", option: rawName });
    return true;
  }
  if (value === undefined || value === "")
    throw usageEnding({ kind: "missing-value", option: rawName, example: option.example });
  const problem = wrongValue(option, value);
  if (problem !== null)
    throw usageEnding({ kind: "bad-value", option: rawName, value, wanted: problem });
  return value;
}

const isOf = ({ commands }: Option, command: CommandName): boolean =>
  commands === null || commands.includes(command);

/** As the command means it; where it does not have it, as the first that does. */
function optionOf(name: string, command: CommandName): Option {
  const named = ALL.filter((option) => option.name === name);
  const option = named.find((each) => isOf(each, command)) ?? named[0];
  if (option === undefined) throw new TypeError(`no option ${name}`);
  return option;
}

function optionsOf(given: Given, command: CommandName): Options {
  const texts = (name: OptionName) =>
    (given.get(name) ?? []).filter((value) => typeof value === "string");
  const text = (name: OptionName) => texts(name).at(-1) ?? null;
  const number = (name: OptionName) => {
    const value = text(name);
    return value === null ? null : numberOf(optionOf(name, command), value);
  };
  return { has: (name) => given.has(name), text, texts, number };
}
