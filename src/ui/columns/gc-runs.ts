import { always, isPlain, titled, type Column } from "./column.ts";

export const gcRuns: Column = {
  id: "gcRuns",
  title: titled("GC RUNS"),
  width: always(8),
  align: "right",
  gives: 15,
  help: "how often the gc ran; known after a snapshot",
  text: ({ process: { gcRuns: count } }) => (count === null ? null : String(count)),
  style: isPlain,
};
