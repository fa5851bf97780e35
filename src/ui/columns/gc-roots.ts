import { always, isPlain, titled, type Column } from "./column.ts";

export const gcRoots: Column = {
  id: "gcRoots",
  title: titled("GC ROOTS"),
  width: always(9),
  align: "right",
  gives: 14,
  help: "what the gc would look at; known after a snapshot",
  text: ({ process: { gcRoots: count } }) => (count === null ? null : String(count)),
  style: isPlain,
};
