// The three things a check can say, and the words that several rules share.
import type { Declared, Declarations } from "../../domain/declarations.ts";
import type { Place } from "../../domain/project.ts";
import type { Setting } from "../../domain/setting.ts";
import type { Finding } from "./rule.ts";

type Where = {
  readonly subject?: string | null;
  readonly declared?: Finding["declared"];
};
type Instead = Pick<Finding, "severity" | "advice" | "snippet">;

export const failed = (
  evidence: string,
  { subject = null, declared = null, ...instead }: Where & Instead = {},
): Finding => ({ kind: "fail", subject, evidence, declared, ...instead });

export const passed = (
  evidence: string,
  { subject = null, declared = null }: Where = {},
): Finding => ({ kind: "pass", subject, evidence, declared });

/** @param missing what would settle it */
export const undecided = (
  missing: string,
  { subject = null, declared = null }: Where = {},
): Finding => ({ kind: "unknown", subject, evidence: null, declared, missing });

/** `config/autoload/server.php:9 swoole_cpu_num() * 2`: what is no constant, for a reader who has to look. */
export const notConstant = ({
  place,
  text,
}: {
  readonly place: Place;
  readonly text: string;
}): string => `${placeText(place)} is no constant: ${text}`;

export const placeText = ({ file, line }: Place): string => `${file}:${line}`;

/** Where a value stands, as a finding shows it. */
export const at = ({
  place,
  text,
}: {
  readonly place: Place;
  readonly text: string;
}): NonNullable<Finding["declared"]> => ({ file: place.file, line: place.line, text });

/** The place of a setting; null: it is not declared. */
export const placeOf = (setting: Setting): Finding["declared"] =>
  setting.state === "absent" ? null : at(setting);

export const isHyperf = ({ framework }: Pick<Declarations, "framework">): boolean =>
  framework === "hyperf";

/** What a value says, whether it is a constant or names one that is not read: `Monolog\Level::Debug`. */
export const wordOf = (value: Declared): string | null => {
  if (value.kind === "scalar") return value.value === null ? null : String(value.value);
  return /(?:^|\\)\w+::(\w+)(?:->value)?$/u.exec(value.text)?.[1] ?? null;
};
