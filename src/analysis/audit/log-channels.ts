import type { Declarations, Declared } from "../../domain/declarations.ts";
import { constantOf, entriesOf, settingOf, type Setting } from "../../domain/setting.ts";

/** A handler as Hyperf builds it: what it does not say comes from its channel, then from Hyperf. */
export type LogHandler = {
  readonly channel: string;
  /** A handler's class; null: no constant. */
  readonly className: string | null;
  /** Of the constructor; `absent` when Monolog's default stands. */
  readonly option: (name: string) => Setting;
  /** Nothing is given: Hyperf writes `runtime/logs/hyperf.log` at level DEBUG. */
  readonly isDefault: boolean;
  readonly formatter: Setting;
  /** Of the handler, else of its channel. */
  readonly written: Declared;
};

export type LogChannel = {
  readonly name: string;
  readonly written: Declared;
  /** Null: a closure or another value builds it at run time. */
  readonly handlers: readonly LogHandler[] | null;
  /** Null: not told. */
  readonly processors: readonly Declared[] | null;
};

/**
 * The channels of logger.php that are written to: all of the flat layout, the default one of that with `channels`.
 * Null without a logger.php.
 * @source hyperf:src/logger/src/LoggerFactory.php
 */
export function logChannels(
  declarations: Pick<Declarations, "config">,
): readonly LogChannel[] | null {
  const logger = settingOf(declarations, "logger");
  if (logger.state === "absent") return null;
  const written = logger.state === "declared" ? logger.value : unresolved(logger);
  if (written.kind !== "array") return [opaque("logger", written)];
  const hasChannels =
    inside(written, "channels").state !== "absent" &&
    entriesOf(inside(written, "default")).length === 0;
  if (!hasChannels)
    return written.entries.map(({ key, value }) => channelOf(String(key), value, written));
  const channels = inside(written, "channels");
  if (channels.state !== "declared") return [opaque("channels", written)];
  const used = inside(written, "default");
  const name = used.state === "absent" ? "default" : constantOf(used);
  return entriesOf(channels)
    .filter(({ key }) => typeof name !== "string" || String(key) === name)
    .map(({ key, value }) => channelOf(String(key), value, channels.value));
}

/** One whose arguments and defaults are Monolog's. */
export const isKnownHandler = (className: string): boolean =>
  /^(?:Monolog|Hyperf\\Logger)\\/u.test(className);

/** A setting below a value. */
export const inside = (value: Declared, path: string | readonly (string | number)[]): Setting =>
  value.kind === "array" ? settingOf({ config: value }, path) : { state: "absent" };

const unresolved = ({ place, text }: Extract<Setting, { state: "unresolved" }>): Declared => ({
  kind: "unresolved",
  place,
  text,
  envs: [],
});

const opaque = (name: string, written: Declared): LogChannel => ({
  name,
  written,
  handlers: null,
  processors: null,
});

function channelOf(name: string, written: Declared, channels: Declared): LogChannel {
  if (written.kind !== "array") return opaque(name, written);
  const listed = inside(written, "handlers");
  const own = listed.state === "absent" ? [{ value: emptyAt(written) }] : entriesOf(listed);
  return {
    name,
    written,
    handlers:
      listed.state === "unresolved" || own.some(({ value }) => value.kind === "unresolved")
        ? null
        : own.flatMap(({ value }) => handlerOf(name, value, { written, channels })),
    processors: processorsOf(written),
  };
}

const emptyAt = ({ place, text }: Declared): Declared => ({
  kind: "array",
  place,
  text,
  envs: [],
  entries: [],
});

/** @returns none for the name of a channel that is not there: Hyperf skips it */
function handlerOf(
  channel: string,
  value: Declared,
  { written, channels }: { readonly written: Declared; readonly channels: Declared },
): readonly LogHandler[] {
  if (value.kind === "scalar" && typeof value.value === "string") {
    const other = inside(channels, [value.value]);
    return other.state === "declared"
      ? [
          built(
            channel,
            inside(other.value, "handler"),
            inside(other.value, "formatter"),
            other.value,
          ),
        ]
      : [];
  }
  const own: Setting =
    value.kind === "array" && value.entries.length > 0
      ? { state: "declared", value, place: value.place, text: value.text }
      : { state: "absent" };
  const formatter = inside(value, "formatter");
  const used = own.state === "absent" ? inside(written, "handler") : own;
  return [
    built(
      channel,
      used,
      formatter.state === "absent" ? inside(written, "formatter") : formatter,
      written,
    ),
  ];
}

function built(
  channel: string,
  handler: Setting,
  formatter: Setting,
  around: Declared,
): LogHandler {
  const written = handler.state === "declared" ? handler.value : around;
  const of = handler.state === "declared" ? handler.value : emptyAt(around);
  const className = inside(of, "class");
  const given = inside(of, "constructor");
  return {
    channel,
    className:
      handler.state === "unresolved" || className.state === "unresolved"
        ? null
        : String(constantOf(className) ?? "Monolog\\Handler\\StreamHandler"),
    option: (name) => {
      if (given.state === "unresolved") return given;
      // Positions are no names: which argument each one is, is the class' affair.
      if (entriesOf(given).some(({ key }) => typeof key === "number"))
        return { state: "unresolved", place: of.place, text: of.text };
      return given.state === "declared" ? inside(given.value, name) : given;
    },
    isDefault: handler.state !== "unresolved" && given.state === "absent",
    formatter,
    written,
  };
}

function processorsOf(written: Declared): readonly Declared[] | null {
  const many = inside(written, "processors");
  const one = inside(written, "processor");
  if (many.state === "unresolved" || (many.state === "absent" && one.state === "unresolved"))
    return null;
  if (many.state === "declared") return entriesOf(many).map(({ value }) => value);
  return one.state === "declared" ? [one.value] : [];
}
