// What Hyperf is configured with, as far as its files could be read.
import type { Declarations } from "../../domain/declarations.ts";
import type { Place } from "../../domain/project.ts";
import { constantOf, settingOf, type Setting } from "../../domain/setting.ts";

/** A setting; of a file that could not be read it is unresolved, not absent. */
export function readSetting(
  declarations: Declarations,
  path: string | readonly (string | number)[],
): Setting {
  const setting = settingOf(declarations, path);
  if (setting.state !== "absent") return setting;
  const [first = ""] = typeof path === "string" ? path.split(".") : path;
  const places = [`config/autoload/${first}.php`, "config/config.php"].flatMap((file) =>
    darkPlace(declarations, file),
  );
  const [place] = places;
  return place === undefined
    ? setting
    : { state: "unresolved", place, text: "the file could not be read" };
}

const darkPlace = ({ unreadable, parseErrors }: Declarations, file: string): readonly Place[] => [
  ...parseErrors.filter((error) => error.file === file).map(({ line }) => ({ file, line })),
  ...unreadable
    .filter((path) => file === path || file.startsWith(`${path}/`))
    .map((path) => ({ file: path, line: 1 })),
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
