import { mebibytes } from "../../words/format.ts";
import { always, isPlain, titled, type Column } from "./column.ts";

export const rss: Column = {
  id: "rss",
  title: titled("RSS"),
  width: always(7),
  align: "right",
  gives: 0,
  help: "resident memory, MiB (VmRSS)",
  text: ({ process }) => (process.rssBytes === null ? null : mebibytes(process.rssBytes)),
  style: isPlain,
};
