// What a line says that begins a record.
import type { Json, LogFormat, LogLevel } from "../../domain/log.ts";
import type { EpochMs } from "../../domain/units.ts";
import type { Stamps } from "./stamps.ts";

export type Fields = { readonly [key: string]: Json };

export type Head = {
  readonly format: LogFormat;
  readonly at: EpochMs | null;
  readonly level: LogLevel | null;
  /** Where its place in the line says so; `writers.ts` looks further. */
  readonly pid: number | null;
  readonly workerId: number | null;
  readonly channel: string | null;
  readonly message: string;
  readonly fields: Fields;
  /** What may follow that looks like nothing; null: only what has the shape of a continuation. */
  readonly open: Open | null;
  /** Channel and message once the layout is known from more lines; null: they stand. */
  readonly settled: (() => { readonly channel: string | null; readonly message: string }) | null;
};

/**
 * Lines of a record that end with one that is known. `tail`: context and extra of Monolog. `throwable`: `Stack trace:` follows a message of several lines.
 * `report`: Swoole's words about a crash. `banner`: all coroutines are asleep. `json`: an object over several lines.
 */
export type Open = "tail" | "throwable" | "report" | "banner" | "json";

/** A way to begin a line. */
export type Format = {
  /** The first characters that such a line may have. */
  readonly starts: string;
  /** null: the line is of another format. Linear in its length. */
  readonly head: (text: string, stamps: Stamps) => Head | null;
};

export const NO_FIELDS: Fields = {};

export const isFields = (value: Json | undefined): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A PID of Linux; null: the number cannot be one. @source PID_MAX_LIMIT, include/linux/threads.h */
export const pidNumber = (value: number): number | null =>
  Number.isInteger(value) && value > 0 && value <= 4_194_304 ? value : null;

const PLACE = /:\d+$/u;

/** `in /app/x.php:12`: the first line of a throwable is whole. */
export const endsWithPlace = (message: string): boolean => PLACE.test(message.slice(-12));
