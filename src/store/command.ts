import type { LogCommand } from "./logs/command.ts";
import type { SortKey } from "./view.ts";

/** What a key means. Closed: every key of every pane is one of these, and `commands.ts` has a transition for each. */
export type Command =
  | { readonly type: "move"; readonly by: number }
  | { readonly type: "page"; readonly by: -1 | 1; readonly part: "full" | "half" }
  | { readonly type: "top" }
  | { readonly type: "bottom" }
  | { readonly type: "sort-shift"; readonly by: -1 | 1 }
  | { readonly type: "sort-by"; readonly key: SortKey }
  | { readonly type: "reverse" }
  | { readonly type: "tree" }
  | { readonly type: "filter-open" }
  | { readonly type: "filter-type"; readonly text: string }
  | { readonly type: "filter-erase" }
  | { readonly type: "filter-keep" }
  | { readonly type: "open" }
  | { readonly type: "back" }
  | { readonly type: "help" }
  | { readonly type: "freeze" }
  | { readonly type: "zoom"; readonly by: -1 | 0 | 1 }
  | { readonly type: "utc" }
  | { readonly type: "copy" }
  | { readonly type: "record" }
  | { readonly type: "view"; readonly view: "processes" | "crontab" | "audit" | "snapshot" }
  | { readonly type: "show-all" }
  | { readonly type: "jump" }
  | { readonly type: "audit-export" }
  | { readonly type: "project-again" }
  /** Of the process that is looked at, at once. */
  | { readonly type: "snapshot-take" }
  | { readonly type: "snapshot-step"; readonly by: -1 | 1 }
  /** To the next slot that has any. */
  | { readonly type: "snapshot-slot" }
  /** What it is compared with: the next one in turn. */
  | { readonly type: "snapshot-against" }
  | { readonly type: "snapshot-export" }
  /** To a line of a document; who draws knows how many it has. */
  | { readonly type: "scroll"; readonly line: number }
  | LogCommand
  /** All pods of the workload, side by side. */
  | { readonly type: "attach-all" }
  | { readonly type: "suspend" }
  | { readonly type: "quit" };
