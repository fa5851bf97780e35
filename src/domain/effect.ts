/** What a key asks for and a transition cannot do. A closed union, executed in `cli/effects.ts`. */
export type Effect =
  | { readonly type: "quit" }
  | { readonly type: "suspend" }
  | { readonly type: "copy"; readonly text: string }
  | { readonly type: "record-start" }
  | { readonly type: "record-stop" }
  | { readonly type: "audit-export" }
  | { readonly type: "project-again" };
