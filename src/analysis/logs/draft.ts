// A record whose end has not come.
import type { LogFormat, LogLine, LogRecord } from "../../domain/log.ts";
import { untrustedText } from "../../domain/text.ts";
import { bannerSentence } from "./formats/banner.ts";
import { NO_FIELDS, type Head, type Open } from "./head.ts";
import { jsonRecord } from "./formats/monolog-json.ts";
import { tailOf } from "./tail.ts";
import type { Stamps } from "./stamps.ts";
import { writerBy, writerIn } from "./writers.ts";

const plainHead = (message: string): Head => ({
  format: "plain",
  at: null,
  level: null,
  pid: null,
  workerId: null,
  channel: null,
  message,
  fields: NO_FIELDS,
  open: null,
  settled: null,
});

/** A line without its prefix. */
export type Said = {
  readonly line: LogLine;
  readonly body: string;
  readonly prefix: string;
  /** Of the prefix. */
  readonly at: LogRecord["at"];
};

export class Draft {
  readonly prefix: string;
  open: Open | null;
  #head: Head;
  readonly #said: Said;
  readonly #pidPattern: RegExp | null;
  #lines: LogLine[];
  #cutBytes: number;
  /** Of an object over several lines. */
  readonly #json: string[] = [];

  constructor(said: Said, head: Head | null, pidPattern: RegExp | null) {
    this.#said = said;
    this.#head = head ?? plainHead(said.body);
    this.#pidPattern = pidPattern;
    this.prefix = said.prefix;
    this.open = this.#head.open;
    this.#lines = [said.line];
    this.#cutBytes = said.line.cutBytes;
    if (this.open === "json") this.#json.push(said.body);
  }

  /** Empty lines that nothing stands before; at least one. */
  static ofBlank([first, ...more]: readonly LogLine[], pidPattern: RegExp | null): Draft {
    if (first === undefined) throw new Error("no empty line");
    const draft = new Draft({ line: first, body: "", prefix: "", at: null }, null, pidPattern);
    for (const line of more) draft.add(line, "");
    return draft;
  }

  get format(): LogFormat {
    return this.#head.format;
  }
  get size(): number {
    return this.#lines.length;
  }

  add(line: LogLine, body: string): void {
    this.#lines.push(line);
    this.#cutBytes += line.cutBytes;
    if (this.open === "json") this.#json.push(body);
    if (this.open !== "banner") return;
    const sentence = bannerSentence(body);
    if (sentence !== null) this.#head = { ...this.#head, message: sentence };
  }

  before(lines: readonly LogLine[]): void {
    if (lines.length > 0) this.#lines = [...lines, ...this.#lines];
  }

  /** The line that ends it may bring context and extra. */
  close(body: string): void {
    if (this.open === "tail") {
      const { fields, pid } = tailOf(body);
      this.#head = { ...this.#head, fields, pid: this.#head.pid ?? pid };
    }
    this.open = null;
  }

  /** The object is whole with a brace at the begin of a line. */
  endJson(body: string, stamps: Stamps): void {
    if (!body.startsWith("}")) return;
    const head = jsonRecord(this.#json.join("\n"), stamps);
    if (head !== null) this.#head = head;
    this.open = null;
    this.#json.length = 0;
  }

  record(): LogRecord {
    const { line, body, at } = this.#said;
    const head = this.#head;
    const { channel, message } = head.settled?.() ?? head;
    const pid = head.pid ?? writerIn(head, body) ?? writerBy(this.#pidPattern, body);
    return {
      source: line.source,
      format: head.format,
      at: head.at ?? at ?? (line.clock === "source" ? line.at : null),
      seenAt: line.clock === "reading" ? line.at : null,
      level: head.level,
      pid: pid ?? line.writer,
      workerId: head.workerId,
      slot: null,
      server: null,
      channel: channel === null ? null : untrustedText(channel),
      message: untrustedText(message),
      fields: head.fields,
      lines: this.#lines,
      cutBytes: this.#cutBytes,
    };
  }
}
