import { mebibytes } from "../../words/format.ts";
import { always, isPlain, titled, type Column } from "./column.ts";

export const heap: Column = {
  id: "heap",
  title: titled("HEAP"),
  width: always(7),
  align: "right",
  gives: 11,
  help: "live PHP data, MiB (memory_get_usage)",
  text: ({ process }) => (process.heapBytes === null ? null : mebibytes(process.heapBytes)),
  style: isPlain,
};
