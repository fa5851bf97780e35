/** What a key means in the log pane, or for it. Movements, `open` (unfold), `back`, `copy` and the `filter-*` of a search are those of the other panes. */
export type LogCommand =
  /** Opens the pane and gives it the keys; once it has them, back to the table. */
  | { readonly type: "logs-focus" }
  /** Opens or closes the pane. */
  | { readonly type: "logs-toggle" }
  /** Marks the selected row of the table, or takes its mark away: the pane follows all that are marked. */
  | { readonly type: "mark" }
  /** Rows, the role of the selected row, all: in turn. */
  | { readonly type: "logs-subject" }
  /** 1: less is shown. */
  | { readonly type: "logs-level"; readonly by: -1 | 1 }
  /** To the next match below, or above. */
  | { readonly type: "logs-match"; readonly by: -1 | 1 }
  | { readonly type: "logs-only" }
  /** -1: further back, beyond all that is kept by reading more. */
  | { readonly type: "logs-since"; readonly by: -1 | 1 }
  | { readonly type: "logs-wrap" }
  | { readonly type: "logs-times" }
  /** 1: what stands further right. */
  | { readonly type: "logs-shift"; readonly by: -1 | 1 }
  | { readonly type: "logs-full" }
  /** Below the table also where there is room beside it; again: beside. */
  | { readonly type: "logs-below" }
  /** All lines of the selected record; `copy` takes what is shown of it. */
  | { readonly type: "logs-copy-record" }
  /** The raw lines that are shown into a file; again, where it asked: over what is there. */
  | { readonly type: "logs-save" }
  | { readonly type: "logs-sources" };
