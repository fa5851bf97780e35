// What Hyperf is configured with, as far as its files could be read.
import type { Declarations } from "../../domain/declarations.ts";
import type { Place } from "../../domain/project.ts";
import { UNREAD_WORDS } from "../../domain/unread.ts";
import { constantOf, settingOf, type Setting } from "../../domain/setting.ts";

/** A setting; of a file that could not be read it is unresolved, not absent. */
export function readSetting(
  declarations: Declarations,
  path: string | readonly (string | number)[],
): Setting {
  const setting = settingOf(declarations, path);
  if (setting.state !== "absent") return setting;
  const [first = ""] = typeof path === "string" ? path.split(".") : path;
  const [dark] = [`config/autoload/${first}.php`, "config/config.php"].flatMap((file) =>
    darkness(declarations, file),
  );
  if (dark === undefined) return setting;
  const { why, ...place } = dark;
  return { state: "unresolved", place, text: `the file could not be read: ${why}` };
}

const darkness = (
  { unread, parseErrors }: Declarations,
  file: string,
): readonly (Place & { readonly why: string })[] => [
  ...parseErrors
    .filter((error) => error.file === file)
    .map(({ line }) => ({ file, line, why: "PHP cannot parse it" })),
  ...unread
    .filter((each) => file === each.file || file.startsWith(`${each.file}/`))
    .map((each) => ({ file: each.file, line: 1, why: UNREAD_WORDS[each.why] })),
];

export type Binding = {
  /** Null: nothing is bound, or it is no constant. */
  readonly className: string | null;
  readonly isKnown: boolean;
  readonly setting: Setting;
};

/** What the container is to give for an interface of hyperf/crontab, e.g. `Mutex\TaskMutex`; what is not bound is Hyperf's own. */
export function bindingOf(declarations: Declarations, name: string): Binding {
  const setting = readSetting(declarations, ["dependencies", `Hyperf\\Crontab\\${name}`]);
  const bound = constantOf(setting);
  const className = typeof bound === "string" ? bound.replace(/^\\/u, "") : null;
  return { className, isKnown: setting.state === "absent" || className !== null, setting };
}
