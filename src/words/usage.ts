import { show } from "../domain/text.ts";

/** What is wrong with a command line, as data; `usageText` is its sentence (exit 2 of contract part 1). */
export type UsageProblem =
  | { readonly kind: "unknown-word"; readonly word: string; readonly nearest: string | null }
  | { readonly kind: "unknown-option"; readonly option: string; readonly nearest: string | null }
  | {
      readonly kind: "foreign-option";
      readonly option: string;
      readonly command: string;
      readonly of: string;
    }
  | {
      readonly kind: "idle-option";
      readonly option: string;
      readonly target: string;
      readonly is: "directory" | "recording" | "log" | "running" | "named";
    }
  | {
      readonly kind: "several-projects";
      readonly target: string;
      readonly projects: readonly string[];
    }
  | { readonly kind: "missing-value"; readonly option: string; readonly example: string }
  | { readonly kind: "needless-value"; readonly option: string }
  | {
      readonly kind: "bad-value";
      readonly option: string;
      readonly value: string;
      readonly wanted: string;
    }
  | { readonly kind: "too-many-words"; readonly word: string; readonly after: string }
  | { readonly kind: "missing-words"; readonly target: string; readonly wanted: string }
  | { readonly kind: "not-built"; readonly word: string; readonly instead: string | null };

/** One line. */
export function usageText(problem: UsageProblem): string {
  switch (problem.kind) {
    case "unknown-word":
      return `unknown command or target \`${show(problem.word)}\`${meant(problem.nearest)}`;
    case "unknown-option":
      return `unknown option ${show(problem.option)}${meant(problem.nearest)}`;
    case "foreign-option":
      return `${problem.option} belongs to \`swtop ${problem.of}\`, not to \`swtop ${problem.command}\``;
    case "idle-option":
      return `${problem.option} changes nothing here: ${IDLE[problem.is](show(problem.target))}`;
    case "several-projects":
      return `\`${show(problem.target)}\` holds ${problem.projects.length} projects, one of each side is compared: name ${listed(problem.projects)}`;
    case "missing-value":
      return `${problem.option} needs a value, e.g. ${problem.option} ${problem.example}`;
    case "needless-value":
      return `${problem.option} takes no value`;
    case "bad-value":
      return `${problem.option} ${show(problem.value)}: ${problem.wanted}`;
    case "too-many-words":
      return `\`${show(problem.word)}\` is one word too many after \`${show(problem.after)}\`; see swtop --help`;
    case "missing-words":
      return `the target \`${problem.target}\` needs more: ${problem.wanted}`;
    case "not-built":
      return `\`${problem.word}\` is not in this version yet${besides(problem.instead)}`;
  }
}

const besides = (instead: string | null): string => (instead === null ? "" : `; ${instead}`);

const MOST_LISTED = 5;

function listed(names: readonly string[]): string {
  const some = names.slice(0, MOST_LISTED).map((name) => `\`${show(name)}\``);
  const more = names.length - some.length;
  return more > 0
    ? `${some.join(", ")} or one of ${more} more`
    : `${some.slice(0, -1).join(", ")} or ${some.at(-1)}`;
}

const IDLE = {
  running: (target: string) => `\`${target}\` is in no cluster; it is for \`k8s\``,
  directory: (target: string) =>
    `\`${target}\` is a directory, whose files are read once; it is for what runs, e.g. \`local\``,
  log: (target: string) =>
    `\`${target}\` is a log, which is read as it is; it is for what runs, e.g. \`local\``,
  recording: (target: string) =>
    `what \`${target}\` declares was read when it was recorded; give it then`,
  named: (target: string) =>
    `\`${target}\` is not named by labels; in the place of a name they are for \`docker\`, \`podman\` and \`k8s\``,
} as const;

const meant = (nearest: string | null): string =>
  nearest === null ? "; see swtop --help" : `; did you mean \`${nearest}\`?`;
