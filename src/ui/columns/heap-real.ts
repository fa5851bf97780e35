import { mebibytes } from "../../words/format.ts";
import { always, isPlain, titled, type Column } from "./column.ts";

export const heapReal: Column = {
  id: "heapReal",
  title: titled("REAL"),
  width: always(7),
  align: "right",
  gives: 12,
  help: "what PHP's allocator keeps, MiB",
  text: ({ process }) => (process.heapRealBytes === null ? null : mebibytes(process.heapRealBytes)),
  style: isPlain,
};
