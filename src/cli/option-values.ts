import { LOG_LEVELS } from "../domain/log.ts";
import { ROLES } from "../domain/role.ts";
import { KIB } from "../domain/units.ts";
import { SEVERITIES } from "../domain/verdict.ts";
import { timeOfText } from "../recording/time.ts";
import { SCENARIOS } from "../targets/demo/scenarios.ts";
import type { Option } from "./options.ts";
import { durationMs, factor, highestLevel, sizeBytes, wholeNumber } from "./quantities.ts";

/** Less than a few samples and their hello cannot be kept to. */
const SMALLEST_FILE_BYTES = 64 * KIB;
const MIN_INTERVAL_MS = 250;
const MAX_INTERVAL_MS = 60_000;

/** The number that each kind of value is, and what is said when it is none. */
const WANTED = {
  duration: [durationMs, "a duration is wanted, e.g. 500ms, 2s, 5m or 1h"],
  size: [sizeBytes, "a size is wanted, e.g. 64m or 2g"],
  count: [wholeNumber, "a count is wanted, a whole number from 1"],
  pid: [wholeNumber, "the number of a process is wanted, e.g. 39"],
  level: [highestLevel, "0, 1, 2 or 3 is wanted"],
  speed: [factor, "a speed is wanted, e.g. 1 or 20"],
  time: [timeOfText, "a time is wanted, e.g. 2026-11-25T22:30:00Z"],
} as const;

/** What stays text. */
const WORDED = {
  "log-level": [(text: string) => LOG_LEVELS.some((each) => each === text), oneOf(LOG_LEVELS)],
  pattern: [
    (text: string) => patternOf(text) !== null,
    "a regular expression is wanted, as JavaScript has them",
  ],
  capturing: [hasGroup, "a regular expression with a group is wanted, e.g. w=(\\d+)"],
  zone: [isZone, "a time zone is wanted, e.g. Asia/Shanghai or UTC"],
} as const;

/** A user's regular expression: `u`, and without it where that is too strict (`\-`); null: it is none. */
export function patternOf(text: string): RegExp | null {
  for (const flags of ["u", ""]) {
    try {
      return new RegExp(text, flags);
    } catch {
      // the next one, if any
    }
  }
  return null;
}

/** With a group that can give something out. */
function hasGroup(text: string): boolean {
  const pattern = patternOf(text);
  if (pattern === null) return false;
  // beside nothing it matches whatever it is, and tells its groups
  return (new RegExp(`${pattern.source}|`, pattern.flags).exec("")?.length ?? 0) > 1;
}

function isZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}

/** Why a value is none for its option, as the end of a sentence; null: it is one. */
export function wrongValue({ name, kind }: Option, value: string): string | null {
  if (kind === "flag") return null;
  if (kind === "text") return wrongWord(name, value);
  if (!isNumeric(kind)) {
    const [isRight, wants] = WORDED[kind];
    return isRight(value) ? null : wants;
  }
  const [read, wanted] = WANTED[kind];
  const amount = read(value);
  if (amount === null) return wanted;
  if (name === "max-size" && amount < SMALLEST_FILE_BYTES) return "64k or more is wanted";
  const isOutside = amount < MIN_INTERVAL_MS || amount > MAX_INTERVAL_MS;
  return name === "interval" && isOutside ? "an interval from 250ms to 60s is wanted" : null;
}

/** Besides text and json; only an audit has them. */
export const AUDIT_FORMATS = ["sarif", "md", "github"];

/** Options whose value is one of few words. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  format: ["text", "json", ...AUDIT_FORMATS],
  "fail-on": SEVERITIES,
  scenario: SCENARIOS.map(({ name }) => name),
  role: ROLES.filter((role) => role !== "child"),
};

function wrongWord(name: string, value: string): string | null {
  const choices = CHOICES[name];
  if (choices !== undefined && !choices.includes(value)) return oneOf(choices);
  return name === "set" && !/^\w+=/.test(value) ? "NAME=VALUE is wanted" : null;
}

function oneOf(words: readonly string[]): string {
  return `${words.join(" or ")} is wanted`;
}

/** The number that a value means; null where its kind is text. */
export const numberOf = ({ kind }: Option, value: string): number | null =>
  isNumeric(kind) ? WANTED[kind][0](value) : null;

const isNumeric = (kind: Option["kind"]): kind is keyof typeof WANTED => kind in WANTED;
