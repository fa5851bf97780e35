import { signedMebibytes } from "../../words/format.ts";
import { always, isPlain, titled, type Column } from "./column.ts";

export const rate: Column = {
  id: "rate",
  title: titled("MiB/m"),
  width: always(6),
  align: "right",
  gives: 6,
  help: "the same per minute",
  text: ({ bytesPerMinute }) => (bytesPerMinute === null ? null : signedMebibytes(bytesPerMinute)),
  style: isPlain,
};
