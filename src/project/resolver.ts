import type { BinDeclared, CodeFinding, Declarations, Unresolved } from "../domain/declarations.ts";
import type { Wanted } from "../domain/ports/project-files.ts";
import { aroundOf } from "./around.ts";
import { ClassIndex } from "./class-index.ts";
import { composerOf, frameworkOf, isJson, majorOf, type Composer } from "./composer.ts";
import { configurationOf, unresolvedIn, unresolvedOf } from "./configuration.ts";
import { ProjectEnvironment, type KnownClasses } from "./environment.ts";
import { AUTOLOAD, BIN, CONFIG, file, folder, SCHEDULE, SOURCE_DEPTH } from "./files.ts";
import { codeFindings } from "./found/code-findings.ts";
import { FRAMEWORKS } from "./frameworks.ts";
import { constant } from "./made.ts";
import { bootOf } from "./php/file.ts";
import type { PhpFile } from "./php/parse.ts";
import { processesOf } from "./processes.ts";
import { candidates, scanFolders } from "./scan.ts";
import { scheduledIn } from "./schedule.ts";
import type { Sources } from "./sources.ts";
import { tasksOf } from "./tasks.ts";
import { Variables, type GivenVariables } from "./variables.ts";

export type Resolved = {
  readonly declarations: Declarations;
  /** What it leads to, asked for already or not. */
  readonly wanted: readonly Wanted[];
};
type Options = { readonly root: string; readonly env: GivenVariables };

/** Files that all others stand on. */
const BASE: readonly string[] = [".env", "composer.json", "composer.lock", BIN];
const HYPERF = FRAMEWORKS.find(({ name }) => name === "hyperf") ?? null;

/** Makes declarations of the files that are there; what follows from a file alone is made once. */
export class Resolver {
  readonly #sources: Sources;
  readonly #options: Options;
  #classes: KnownClasses = new WeakMap();
  #consulted: ReadonlySet<string> = new Set();
  #last: Resolved | null = null;

  constructor(sources: Sources, options: Options) {
    this.#sources = sources;
    this.#options = options;
  }

  /** Files that are others than before. */
  changed(paths: readonly string[]): void {
    if (paths.length === 0) return;
    this.#last = null;
    if (paths.some((path) => BASE.includes(path) || this.#consulted.has(path)))
      this.#classes = new WeakMap();
  }

  resolved(): Resolved {
    this.#last ??= this.#resolve();
    return this.#last;
  }

  #resolve(): Resolved {
    const sources = this.#sources;
    const { root, env } = this.#options;
    const composer = composerOf(sources.text("composer.json"), sources.text("composer.lock"));
    const framework = frameworkOf(composer) ?? (isHyperf(sources) ? HYPERF : null);
    const variables = new Variables(env, sources.text(".env"));
    const known = this.#classes;
    const environment = new ProjectEnvironment({ sources, composer, variables, root, known });
    const bin = binOf(sources, environment);
    const { config, doubled } = configurationOf(sources, environment, framework?.config ?? null);
    const isOf = { config, composer, isHyperf: framework === HYPERF };
    const folders = scanFolders(isOf, root);
    const paths = candidates(sources, folders);
    const files = paths.flatMap((path) => sources.php(path) ?? []);
    const index = new ClassIndex(environment, files, hasAnnotations(composer));
    const schedule = scheduledIn(sources, environment);
    const { tasks, unresolved } = tasksOf({ config, schedule: schedule.chains, index });
    const processes = processesOf({ config, index });
    this.#consulted = environment.consulted;
    const parsed = [BIN, CONFIG, SCHEDULE, ...paths, ...environment.consulted];
    const unread = unreadIn(sources);
    return {
      declarations: {
        root,
        framework: framework?.name ?? null,
        packages: composer.packages,
        packageName: composer.name,
        config,
        doubled,
        tasks,
        processes,
        bin,
        ...aroundOf(sources),
        env: variables.noted(),
        code: findingsOf(files, environment, { tasks, processes }),
        unresolved: placed([
          ...unresolvedOf(config),
          ...tasks.flatMap(({ properties }) => Object.values(properties).flatMap(unresolvedIn)),
          ...schedule.unresolved,
          ...unresolved,
        ]),
        unreadable: unread.map((each) => each.file),
        unread,
        parseErrors: errorsOf(sources, parsed),
      },
      wanted: [
        ...folders.map((path) => folder(path, [".php"], SOURCE_DEPTH)),
        ...[...environment.missing].map((path) => file(path)),
      ],
    };
  }
}

const unreadIn = (sources: Sources): Declarations["unread"] =>
  sources.paths().flatMap((path) => {
    const why = sources.darkness(path);
    return why === null ? [] : [{ file: path, why }];
  });

/** Without its packages: by what only Hyperf has. */
const isHyperf = (sources: Sources): boolean =>
  sources.paths().some((path) => path === BIN || path === `${AUTOLOAD}/server.php`);

/** Hyperf 3 reads attributes only. */
function hasAnnotations(composer: Composer): boolean {
  const major = majorOf(composer, "hyperf/crontab") ?? majorOf(composer, "hyperf/framework");
  return major !== null && major < 3;
}

/** What it defines is known to all that follows. */
function binOf(sources: Sources, environment: ProjectEnvironment): BinDeclared | null {
  const php = sources.php(BIN);
  if (php === null || php.error !== null) return null;
  const boot = bootOf(php, environment);
  for (const { name, value } of boot.defines) {
    const defined = constant(value);
    if (defined !== undefined && name !== "BASE_PATH") environment.constants.set(name, defined);
  }
  return { file: BIN, ...boot };
}

type Found = { readonly key: string; readonly findings: readonly CodeFinding[] };
const FOUND = new WeakMap<PhpFile, Found>();

/** What is found in a file stays as long as the tasks and processes are the same. */
function findingsOf(
  files: readonly PhpFile[],
  environment: ProjectEnvironment,
  { tasks, processes }: Pick<Declarations, "tasks" | "processes">,
): readonly CodeFinding[] {
  const ofTasks = tasks.flatMap((task) => classesOfTask(task));
  const ofProcesses = processes.flatMap(({ className }) => className ?? []);
  const key = JSON.stringify([ofTasks, ofProcesses]);
  const context = { taskClasses: new Set(ofTasks), processClasses: new Set(ofProcesses) };
  return files.flatMap((each) => {
    const known = FOUND.get(each);
    if (known?.key === key) return known.findings;
    const findings = codeFindings(each, environment.classesIn(each), context);
    FOUND.set(each, { key, findings });
    return findings;
  });
}

/** The class that bears it, and the one whose method it calls. */
function classesOfTask({
  className,
  properties,
}: Declarations["tasks"][number]): readonly string[] {
  const { callback } = properties;
  const called = callback?.kind === "array" ? constant(callback.entries[0]?.value) : undefined;
  return [
    ...(className === null ? [] : [className]),
    ...(typeof called === "string" ? [called] : []),
  ];
}

/** One for each place and text, by file and line. */
function placed(values: readonly Unresolved[]): Declarations["unresolved"] {
  const places = values.map(({ place, text }) => ({ ...place, text }));
  const byKey = new Map(
    places.map((each) => [`${each.file}:${String(each.line)}:${each.text}`, each]),
  );
  return [...byKey.values()].toSorted((a, b) =>
    a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1,
  );
}

function errorsOf(sources: Sources, paths: readonly string[]): Declarations["parseErrors"] {
  const autoload = sources.paths().filter((path) => path.startsWith(`${AUTOLOAD}/`));
  const own = [...new Set([...paths, ...autoload])].filter((path) => !path.startsWith("vendor/"));
  const broken = ["composer.json", "composer.lock"].filter(
    (path) => !isJson(sources.text(path) ?? "null"),
  );
  return [
    ...broken.map((path) => ({ file: path, line: 1, message: "no JSON" })),
    ...own.toSorted().flatMap((path) => {
      const error = sources.php(path)?.error ?? null;
      return error === null ? [] : [{ file: path, ...error }];
    }),
  ];
}
