import type { LogLine, LogRecord, Told } from "../../domain/log.ts";
import type { LogSource } from "../../domain/log-source.ts";
import type { Sample } from "../../domain/sample.ts";
import type { EpochMs } from "../../domain/units.ts";
import { isZone } from "../cron/zones.ts";
import { inTime } from "./earlier.ts";
import { Teller } from "./events/teller.ts";
import { logReader, type LogReader } from "./reader.ts";

export type AccountOptions = {
  /** IANA zone of times that name none; null: the one that the target tells, else UTC. */
  readonly zone: string | null;
  /** First group: the writer's PID (`--pid-pattern`). */
  readonly pidPattern: RegExp | null;
};

/** Records and events of all sources of one target. */
export type LogAccount = {
  /** Whose the sources are, again with each change: their lines that follow are of those servers. `zone`: of their times that name none; null, or unknown to us: not told. */
  readonly sources: (sources: readonly LogSource[], zone?: string | null) => void;
  /** Of any sources, in the order in which they were read. */
  readonly lines: (lines: readonly LogLine[]) => readonly Told[];
  /** Of before all that was read, those of one source behind each other; told as a whole, oldest first. A record that was cut in two where reading began stays two. */
  readonly earlier: (lines: readonly LogLine[]) => readonly Told[];
  /** Who lives, and what the kernel counted. Also tells what has waited for more lines since the sample before. */
  readonly sample: (sample: Sample) => readonly Told[];
  /** Where there are no samples: nothing came for about a second, so that what is pending is whole. */
  readonly quiet: () => readonly Told[];
  /** Nothing more comes: all that waits is told as it is. */
  readonly end: () => readonly Told[];
};

type Followed = { readonly reader: LogReader; lastAt: EpochMs | null; isQuiet: boolean };

const MOST_SOURCES = 256;
/** Lines of one record are written together. */
const RECORD_MS = 300;

export function logAccount(options: AccountOptions): LogAccount {
  const sources = new Map<string, Followed>();
  const teller = new Teller();
  let known: readonly LogSource[] = [];
  let { zone } = options;
  let pages = 0;
  const tellAll = (records: readonly LogRecord[]): void => {
    for (const record of records) teller.record(record);
  };
  const followed = (source: string): Followed => {
    const former = sources.get(source);
    if (former !== undefined) return former;
    const [oldest] = sources;
    if (sources.size >= MOST_SOURCES && oldest !== undefined) {
      tellAll(oldest[1].reader.flush());
      sources.delete(oldest[0]);
    }
    const fresh: Followed = {
      reader: logReader({ ...options, zone }),
      lastAt: null,
      isQuiet: false,
    };
    sources.set(source, fresh);
    return fresh;
  };
  /** A source that brought nothing for a while has ended its record; one that goes on may bring more of it with its next lines. */
  const settle = (now: EpochMs | null): void => {
    for (const one of sources.values()) {
      const isOld = now !== null && one.lastAt !== null && now - one.lastAt >= RECORD_MS;
      if (one.isQuiet || (isOld && !one.reader.goesOn())) tellAll(one.reader.flush());
      one.isQuiet = true;
    }
  };
  return {
    sources: (all, told = null) => {
      known = all;
      teller.sources(all);
      if (options.zone !== null || told === null || told === zone || !isZone(told)) return;
      zone = told;
      for (const { reader } of sources.values()) reader.inZone(told);
    },
    lines: (lines) => {
      let source: string | null = null;
      let one: Followed | null = null;
      for (const line of lines) {
        if (one === null || line.source !== source) one = followed(line.source);
        source = line.source;
        one.isQuiet = false;
        one.lastAt = line.at;
        tellAll(one.reader.read(line));
      }
      return teller.take();
    },
    earlier: (lines) => {
      pages += 1;
      const own = teller.earlier(`earlier-${pages}-`);
      own.sources(known);
      for (const ofSource of Map.groupBy(lines, ({ source }) => source).values()) {
        const reader = logReader({ ...options, zone });
        for (const record of ofSource.flatMap((line) => reader.read(line))) own.record(record);
        for (const record of reader.flush()) own.record(record);
      }
      own.end();
      return inTime(own.take());
    },
    sample: (sample) => {
      settle(sample.at);
      teller.sample(sample);
      return teller.take();
    },
    quiet: () => {
      settle(null);
      teller.quiet();
      return teller.take();
    },
    end: () => {
      for (const { reader } of sources.values()) tellAll(reader.flush());
      teller.end();
      return teller.take();
    },
  };
}
