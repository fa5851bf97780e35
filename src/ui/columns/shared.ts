import { mebibytes } from "../../words/format.ts";
import { always, isPlain, titled, type Column } from "./column.ts";

export const shared: Column = {
  id: "shared",
  title: titled("SHARED"),
  width: always(7),
  align: "right",
  gives: 7,
  help: "resident memory that others share, MiB",
  text: ({ sharedBytes }) => (sharedBytes === null ? null : mebibytes(sharedBytes)),
  style: isPlain,
};
