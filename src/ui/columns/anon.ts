import { mebibytes } from "../../words/format.ts";
import { always, isPlain, titled, type Column } from "./column.ts";

export const anon: Column = {
  id: "anon",
  title: titled("ANON"),
  width: always(7),
  align: "right",
  gives: 5,
  help: "anonymous memory, MiB (RssAnon)",
  text: ({ process }) => (process.rssAnonBytes === null ? null : mebibytes(process.rssAnonBytes)),
  style: isPlain,
};
