// oxlint-disable typescript/no-unsafe-type-assertion -- branding is the one place where a cast is the point

declare const unit: unique symbol;
type Unit<Name extends string> = number & { readonly [unit]: Name };

/** A count of bytes. Never negative: unknown is `null`. */
export type Bytes = Unit<"bytes">;
/** Milliseconds since 1970-01-01T00:00:00Z. Of the target's clock unless a name says otherwise. */
export type EpochMs = Unit<"epochMs">;

export const bytes = (value: number): Bytes => value as Bytes;
export const epochMs = (value: number): EpochMs => value as EpochMs;

export const KIB = 1024;
export const MIB = 1024 * KIB;
export const GIB = 1024 * MIB;

/** The kernel's USER_HZ: the unit of utime, stime and starttime in /proc/PID/stat, 100 on every Linux that runs PHP. */
export const CLOCK_TICKS_PER_SECOND = 100;

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
