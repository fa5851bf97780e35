import { parseArgs } from "node:util";
import { usageText, type UsageProblem } from "../words/usage.ts";
import { KIB } from "../domain/units.ts";
import { SEVERITIES } from "../domain/verdict.ts";
import { timeOfText } from "../recording/time.ts";
import { SCENARIOS } from "../targets/demo/scenarios.ts";
import { Ending, EXIT } from "./exit.ts";
import { nearest } from "./nearest.ts";
import {
  COMMANDS,
  NOT_BUILT,
  OPTIONS,
  type CommandName,
  type Option,
  type OptionName,
} from "./options.ts";
import { durationMs, factor, highestLevel, sizeBytes, wholeNumber } from "./quantities.ts";

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

const byName = new Map<string, Option>(OPTIONS.map((option) => [option.name, option]));

/** @throws Ending 2 with one sentence for what cannot be understood. */
export function understand(argv: readonly string[]): Invocation {
  const cut = argv.indexOf("--");
  const ours = cut === -1 ? argv : argv.slice(0, cut);
  const foreign = cut === -1 ? null : argv.slice(cut + 1);
  const { words, given } = split(ours);
  const command = COMMANDS.find((each) => each === words[0]) ?? "screen";
  if (words[0] !== undefined && words[0] in NOT_BUILT) {
    throw usageEnding({ kind: "not-built", word: words[0], instead: NOT_BUILT[words[0]] ?? null });
  }
  requireOwn(given, command);
  return {
    command,
    words: command === "screen" ? words : words.slice(1),
    foreign,
    options: optionsOf(given),
  };
}

/** @throws Ending 2 for an option, or a format, that another command has */
function requireOwn(given: Given, command: CommandName): void {
  for (const name of given.keys()) {
    const { commands } = optionOf(name);
    if (commands !== null && !commands.includes(command)) {
      throw usageEnding({
        kind: "foreign-option",
        option: `--${name}`,
        command: command === "screen" ? "TARGET" : command,
        of: commands.filter((each) => each !== "screen").join("|"),
      });
    }
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

function split(argv: readonly string[]): { words: readonly string[]; given: Given } {
  const config = Object.fromEntries(
    OPTIONS.map(({ name, kind }) => [
      name,
      { type: kind === "flag" ? ("boolean" as const) : ("string" as const) },
    ]),
  );
  const { tokens } = parseArgs({
    args: [...argv],
    options: config,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const words: string[] = [];
  const given = new Map<string, (string | true)[]>();
  for (const token of tokens) {
    if (token.kind === "positional") words.push(token.value);
    if (token.kind === "option") {
      const value = valueOf(token.rawName, token.name, token.value);
      given.set(token.name, [...(given.get(token.name) ?? []), value]);
    }
  }
  return { words, given };
}

function valueOf(rawName: string, name: string, value: string | undefined): string | true {
  const option = rawName.startsWith("--") ? byName.get(name) : undefined;
  if (option === undefined) {
    const near = nearest(name, [...byName.keys()]);
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

/** Less than a few samples and their hello cannot be kept to. */
const SMALLEST_FILE_BYTES = 64 * KIB;
const MIN_INTERVAL_MS = 250;
const MAX_INTERVAL_MS = 60_000;

const WANTED = {
  duration: [durationMs, "a duration is wanted, e.g. 500ms, 2s, 5m or 1h"],
  size: [sizeBytes, "a size is wanted, e.g. 64m or 2g"],
  count: [wholeNumber, "a count is wanted, a whole number from 1"],
  pid: [wholeNumber, "the number of a process is wanted, e.g. 39"],
  level: [highestLevel, "0, 1, 2 or 3 is wanted"],
  speed: [factor, "a speed is wanted, e.g. 1 or 20"],
  time: [timeOfText, "a time is wanted, e.g. 2026-11-25T22:30:00Z"],
} as const;

function wrongValue({ name, kind }: Option, value: string): string | null {
  if (kind === "flag") return null;
  if (kind === "text") return wrongWord(name, value);
  const [read, wanted] = WANTED[kind];
  const amount = read(value);
  if (amount === null) return wanted;
  if (name === "max-size" && amount < SMALLEST_FILE_BYTES) return "64k or more is wanted";
  const isOutside = amount < MIN_INTERVAL_MS || amount > MAX_INTERVAL_MS;
  return name === "interval" && isOutside ? "an interval from 250ms to 60s is wanted" : null;
}

/** Besides text and json; only an audit has them. */
const AUDIT_FORMATS = ["sarif", "md", "github"];

/** Options whose value is one of few words. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  format: ["text", "json", ...AUDIT_FORMATS],
  "fail-on": SEVERITIES,
  scenario: SCENARIOS.map(({ name }) => name),
};

function wrongWord(name: string, value: string): string | null {
  const choices = CHOICES[name];
  if (choices !== undefined && !choices.includes(value)) return `${choices.join(" or ")} is wanted`;
  return name === "set" && !/^\w+=/.test(value) ? "NAME=VALUE is wanted" : null;
}

function optionOf(name: string): Option {
  const option = byName.get(name);
  if (option === undefined) throw new TypeError(`no option ${name}`);
  return option;
}

function optionsOf(given: Given): Options {
  const texts = (name: OptionName) =>
    (given.get(name) ?? []).filter((value) => typeof value === "string");
  const text = (name: OptionName) => texts(name).at(-1) ?? null;
  const number = (name: OptionName) => {
    const value = text(name);
    const { kind } = optionOf(name);
    if (value === null || kind === "flag" || kind === "text") return null;
    return WANTED[kind][0](value);
  };
  return { has: (name) => given.has(name), text, texts, number };
}
