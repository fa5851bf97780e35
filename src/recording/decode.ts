import { FAULT_KINDS, type Fault } from "../domain/fault.ts";
import { SOURCE_REASONS, SOURCE_STATES, type LogSource } from "../domain/log-source.ts";
import { SESSION_STATES, type Observation } from "../domain/observation.ts";
import { untrustedText } from "../domain/text.ts";
import { decodeLife } from "./container-life.ts";
import { decodeContainer } from "./container-line.ts";
import { decodeProject } from "./decode-project.ts";
import { decodeSample } from "./decode-sample.ts";
import { decodeSnapshot } from "./decode-snapshot.ts";
import {
  fields,
  isFields,
  list,
  natural,
  number,
  one,
  size,
  text,
  time,
  type Fields,
} from "./fields.ts";

/**
 * One line of a recording or of `watch --json` as an Observation; null for what is none (no JSON, no object, no `type`).
 *
 * Tolerant, for files of other versions and writers: an absent key or a value of the wrong type is unknown (`null`); a process without a PID is left out.
 * What this version does not know - another type, a `hello` of another `v`, a known type without what it stands on (its time, a sample's `seq`) -
 * becomes `other` and is kept whole. Never throws.
 */
export function decodeObservation(line: string): Observation | null {
  const parsed = parse(line);
  if (parsed === null) return null;
  const type = text(parsed, "type");
  if (type === null) return null;
  return (
    decodeKnown(type, parsed) ?? {
      type: "other",
      at: time(parsed, "at"),
      name: type,
      json: line.trim(),
    }
  );
}

function parse(line: string): Fields | null {
  try {
    const value: unknown = JSON.parse(line);
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}

function decodeKnown(type: string, from: Fields): Observation | null {
  switch (type) {
    case "hello":
      return decodeHello(from);
    case "session":
      return decodeSession(from);
    case "sample":
      return decodeSample(from);
    case "log":
      return decodeLog(from);
    case "log-sources":
      return decodeSources(from);
    case "project":
      return decodeDeclared(from);
    case "snapshot":
      return decodeTaken(from);
    case "container":
      return decodeContainer(from);
    default:
      return null;
  }
}

function decodeHello(from: Fields): Observation | null {
  const at = time(from, "at");
  const target = text(from, "target");
  if (number(from, "v") !== 1 || at === null || target === null) return null;
  return { type: "hello", hello: { swtop: text(from, "swtop") ?? "", target, at } };
}

function decodeSession(from: Fields): Observation | null {
  const at = time(from, "at");
  const state = one(from, "state", SESSION_STATES);
  if (at === null || state === null) return null;
  return { type: "session", session: { state, at, fault: decodeFault(fields(from, "fault")) } };
}

/** A kind that this version has no sentence for says itself in the detail of one that it has. */
function decodeFault(from: Fields | null): Fault | null {
  if (from === null) return null;
  const detail = text(from, "detail");
  const known = one(from, "kind", FAULT_KINDS);
  if (known !== null)
    return {
      kind: known,
      detail: detail === null ? null : untrustedText(detail),
      ...decodeEnd(from),
    };
  const words = [text(from, "kind"), detail].filter((each) => each !== null);
  return { kind: "system-refused", detail: untrustedText(words.join(": ")) };
}

/** How a container ended; nothing where that is not told. */
function decodeEnd(from: Fields): Pick<Fault, "life"> {
  const life = fields(from, "life");
  if (life !== null) return { life: decodeLife(life) };
  return Object.hasOwn(from, "life") ? { life: null } : {};
}

function decodeLog(from: Fields): Observation | null {
  const at = time(from, "at");
  const line = text(from, "text");
  if (at === null || line === null) return null;
  return {
    type: "log",
    lines: [
      {
        at,
        clock: one(from, "clock", ["source", "reading", "backlog"]) ?? "source",
        source: text(from, "source") ?? "",
        text: untrustedText(line),
        cutBytes: number(from, "cutBytes") ?? 0,
        cut: null,
        writer: number(from, "writer"),
        ...(Object.hasOwn(from, "lostBytes") ? { lostBytes: size(from, "lostBytes") } : null),
      },
    ],
  };
}

function decodeSources(from: Fields): Observation | null {
  const at = time(from, "at");
  if (at === null) return null;
  const sources = list(from, "sources").flatMap(decodeSource);
  return { type: "log-sources", at, zone: text(from, "zone"), sources };
}

/** Without its name, or for a reason or in a state that this version does not know, it is none. */
function decodeSource(from: Fields): readonly LogSource[] {
  const source = text(from, "source");
  const why = one(from, "why", SOURCE_REASONS);
  const state = one(from, "state", SOURCE_STATES);
  if (source === null || why === null || state === null) return [];
  const detail = text(from, "detail");
  return [
    {
      source,
      why,
      pid: natural(from, "pid"),
      server: text(from, "server"),
      state,
      bytes: size(from, "bytes"),
      detail: detail === null ? null : untrustedText(detail),
    },
  ];
}

function decodeDeclared(from: Fields): Observation | null {
  const at = time(from, "at");
  const project = decodeProject(from);
  return at === null || project === null || number(from, "v") !== 1
    ? null
    : { type: "project", at, project, declarations: null, machine: null };
}

/** Recorded was only what had come to its end. */
function decodeTaken(from: Fields): Observation | null {
  const snapshot = decodeSnapshot(from);
  return snapshot === null
    ? null
    : { type: "snapshot", progress: { snapshot, isFinal: true, reading: null, place: null } };
}
