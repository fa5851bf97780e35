// What an engine's client prints as JSON, read without trust: whatever is not there or not of its kind is null.
import { epochMs, type EpochMs } from "../domain/units.ts";

export function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}

/** One document per line; what is none is left out. */
export const parsedLines = (text: string): readonly unknown[] =>
  text.split("\n").flatMap((line) => {
    const value = parsed(line);
    return value === null ? [] : [value];
  });

/** `inspect` prints an array; podman's `ps` one, docker's a document per line. */
export function documents(text: string): readonly unknown[] {
  const whole = parsed(text);
  if (Array.isArray(whole)) return whole;
  return whole === null ? parsedLines(text) : [whole];
}

export function fieldOf(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, key)) return null;
    found = Reflect.get(found, key);
  }
  return found ?? null;
}

export function textOf(value: unknown, ...path: readonly string[]): string | null {
  const found = fieldOf(value, ...path);
  return typeof found === "string" && found !== "" ? found : null;
}

export function numberOf(value: unknown, ...path: readonly string[]): number | null {
  const found = fieldOf(value, ...path);
  return typeof found === "number" && Number.isFinite(found) ? found : null;
}

export function flagOf(value: unknown, ...path: readonly string[]): boolean | null {
  const found = fieldOf(value, ...path);
  return typeof found === "boolean" ? found : null;
}

/** RFC 3339; Go's zero time (year 1) means never. */
export function timeOf(value: unknown, ...path: readonly string[]): EpochMs | null {
  const at = Date.parse(textOf(value, ...path) ?? "");
  return Number.isNaN(at) || at <= 0 ? null : epochMs(at);
}

export const textsOf = (value: unknown, ...path: readonly string[]): readonly string[] => {
  const found = fieldOf(value, ...path);
  return Array.isArray(found) ? found.filter((each) => typeof each === "string") : [];
};
