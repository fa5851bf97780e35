// What `project/` reads out of the files of a project, as plain data (it crosses from a worker thread). Secrets are masked in all of it.
import type { Place } from "./project.ts";
import type { Unread } from "./unread.ts";

/** What an expression in PHP source is, as far as it can be told without running it. */
export type Declared = Scalar | ArrayDeclared | ObjectDeclared | ClosureDeclared | Unresolved;

/** `text`: the expression as written, one line, at most 200 characters, secrets masked. `envs`: names of the `env()` calls that it stands on. */
type Written = { readonly place: Place; readonly text: string; readonly envs: readonly string[] };

/** A constant. `Foo::class` is its full name, without a leading backslash. A masked secret is `***`. */
export type Scalar = Written & {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
};

/** An array in its order; keys as PHP makes them (`"1"` is 1). */
export type ArrayDeclared = Written & {
  readonly kind: "array";
  readonly entries: readonly { readonly key: string | number; readonly value: Declared }[];
};

/** `(new Crontab())->setName(…)->…`, `Schedule::command(…)->…` (a static call: `className` and the first of `calls`). */
export type ObjectDeclared = Written & {
  readonly kind: "object";
  readonly className: string;
  readonly args: readonly Argument[];
  readonly calls: readonly Call[];
};
export type Argument = { readonly name: string | null; readonly value: Declared };
export type Call = {
  readonly name: string;
  readonly args: readonly Argument[];
  readonly place: Place;
};

export type ClosureDeclared = Written & { readonly kind: "closure" };

/** No constant: it depends on what happens at run time, or is beyond us. */
export type Unresolved = Written & { readonly kind: "unresolved" };

export type Declarations = {
  readonly root: string;
  readonly framework: string | null;
  /** Of composer.lock, by name, version without a leading `v`; null without a readable lock. */
  readonly packages: Readonly<
    Record<string, { readonly version: string; readonly isDev: boolean }>
  > | null;
  /** `name` of composer.json. */
  readonly packageName: string | null;
  /** All of `config/`, merged as Hyperf merges it: the first key is the name of the file in `autoload/`. */
  readonly config: ArrayDeclared;
  /** Keys that `config.php` and `autoload/` both define, e.g. `crontab.enable`: Hyperf makes an array of them. */
  readonly doubled: readonly { readonly path: string; readonly places: readonly Place[] }[];
  /** In the order in which Hyperf registers them; the last of a name wins. */
  readonly tasks: readonly DeclaredTask[];
  /** Of processes.php, server.php `processes`, `#[Process]`, `@Process`: concatenated, not merged. */
  readonly processes: readonly DeclaredProcess[];
  readonly bin: BinDeclared | null;
  /** php.ini and conf.d, in their order; the last of a name wins. `extension` entries included. */
  readonly ini:
    | readonly { readonly name: string; readonly value: string; readonly place: Place }[]
    | null;
  /** ENTRYPOINT, CMD of Dockerfiles, and the command of an entrypoint script. */
  readonly entrypoints: readonly Entrypoint[];
  readonly manifests: readonly Manifest[];
  /** Which source gave each environment variable that the configuration asks for; null: none has it. Values stay inside `config`. */
  readonly env: readonly { readonly name: string; readonly from: string | null }[];
  readonly code: readonly CodeFinding[];
  /** Comments `swtop-ignore CR-17: reason`. */
  readonly ignores: readonly (Place & {
    readonly ids: readonly string[];
    readonly reason: string | null;
  })[];
  readonly unresolved: readonly (Place & { readonly text: string })[];
  readonly unreadable: readonly string[];
  /** The same files with the cause of each. */
  readonly unread: readonly Unread[];
  readonly parseErrors: readonly (Place & { readonly message: string })[];
};

/** A task as written; a property that is absent from `properties` was not given. */
export type DeclaredTask = {
  readonly by: "config" | "attribute" | "annotation" | "schedule";
  readonly place: Place;
  readonly text: string;
  /** The class that bears an attribute or annotation, the method when it stands on one. */
  readonly className: string | null;
  readonly method: string | null;
  /**
   * By Hyperf's names: name type rule singleton mutexPool mutexExpires onOneServer callback memo enable timezone environments options;
   * of Schedule also `when` (a condition is given: whether it runs is not told).
   */
  readonly properties: Readonly<Partial<Record<TaskProperty, Declared>>>;
};
export type TaskProperty =
  | "name"
  | "type"
  | "rule"
  | "singleton"
  | "mutexPool"
  | "mutexExpires"
  | "onOneServer"
  | "callback"
  | "memo"
  | "enable"
  | "timezone"
  | "environments"
  | "options"
  | "when";

export type DeclaredProcess = {
  readonly by: "config" | "server" | "attribute" | "annotation";
  readonly place: Place;
  readonly className: string | null;
  /** Full name of its parent class, when the class was read. */
  readonly parent: string | null;
  /** Of the process, `$name` or the attribute's; null: not told. */
  readonly name: string | null;
  /** 1 when it is not given. */
  readonly nums: number | null;
};

/** `bin/hyperf.php`. */
export type BinDeclared = {
  readonly file: string;
  readonly iniSets: readonly {
    readonly name: string;
    readonly value: Declared;
    readonly place: Place;
  }[];
  readonly defines: readonly {
    readonly name: string;
    readonly value: Declared;
    readonly place: Place;
  }[];
  /** `date_default_timezone_set(…)`. */
  readonly timezone: Declared | null;
};

export type Entrypoint = Place & {
  readonly text: string;
  /** `shell`: the command runs under `sh -c` and does not get the signals, unless it is `exec`ed. */
  readonly form: "exec" | "shell";
};

/** What a Kubernetes manifest in the repository says of one workload; null: not said. */
export type Manifest = Place & {
  readonly kind: string;
  readonly name: string | null;
  readonly replicas: number | null;
  readonly terminationGracePeriodSeconds: number | null;
  readonly hostNetwork: boolean | null;
  readonly memoryLimitBytes: number | null;
  /** Of a HorizontalPodAutoscaler: the workload that it scales. */
  readonly scales: string | null;
};

/** A pattern in the source that a rule asks for; where it stands and in which class. */
export type CodeFinding = Place & {
  readonly kind:
    /** A process' endless loop without sleep, blocking read or `ProcessManager::isRunning()`. */
    | "busy-loop"
    /** `LoggerFactory->get($notConstant)`. */
    | "logger-name"
    /** `enableQueryLog()`. */
    | "query-log"
    /** In a task's class: `->get()`, `Db::select` without limit, chunk or cursor. */
    | "full-result"
    /** `pipeline(fn …)`, `transaction(fn …)` of Redis. */
    | "redis-callback"
    /** `[WORKER | PROCESS, SIG…]` in a signal handler. */
    | "combined-mask"
    /** A middleware or label that puts the request's path into a metric. */
    | "metric-path";
  readonly text: string;
  readonly className: string | null;
};
