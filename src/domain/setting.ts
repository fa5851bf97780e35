import type { Declarations, Declared } from "./declarations.ts";
import type { Place } from "./project.ts";

/** What the configuration says at a path, e.g. `server.settings.max_request`. */
export type Setting =
  | { readonly state: "absent" }
  /** Declared, but no constant: the value itself, or what holds it. */
  | { readonly state: "unresolved"; readonly place: Place; readonly text: string }
  | {
      readonly state: "declared";
      readonly value: Declared;
      readonly place: Place;
      readonly text: string;
    };

/** A setting of the merged configuration. `path`: keys joined by dots, or a list where a key has dots itself. */
export function settingOf(
  { config }: Pick<Declarations, "config">,
  path: string | readonly (string | number)[],
): Setting {
  let value: Declared = config;
  for (const key of typeof path === "string" ? path.split(".") : path) {
    if (value.kind === "unresolved") return unresolvedAt(value);
    if (value.kind !== "array") return { state: "absent" };
    const held: Declared | undefined = value.entries.findLast(
      (entry) => String(entry.key) === String(key),
    )?.value;
    if (held === undefined) return { state: "absent" };
    value = held;
  }
  if (value.kind === "unresolved") return unresolvedAt(value);
  return { state: "declared", value, place: value.place, text: value.text };
}

const unresolvedAt = ({ place, text }: Declared): Setting => ({
  state: "unresolved",
  place,
  text,
});

/** The constant of a setting; undefined: absent or no constant. */
export const constantOf = (setting: Setting): string | number | boolean | null | undefined =>
  setting.state === "declared" && setting.value.kind === "scalar" ? setting.value.value : undefined;

/** The entries of an array; empty for everything else. */
export const entriesOf = (
  setting: Setting,
): readonly { readonly key: string | number; readonly value: Declared }[] =>
  setting.state === "declared" && setting.value.kind === "array" ? setting.value.entries : [];
