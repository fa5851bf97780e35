import { cellWidth } from "../words/cells.ts";

/** What Ink's lines hold beside text: colours and weights of our own theme. */
// oxlint-disable-next-line no-control-regex -- the sequences are what is looked for
const SEQUENCES = /\u001b\[[0-?]*[ -/]*[@-~]/gu;

/**
 * Stands for the package `string-width` in the bundle (.ci/build.mjs): Ink measures every line of a frame with it, and its emoji pattern alone takes 45 ms of
 * the first frame. All text that Ink is handed here was cut by `cells.ts`, so that both count the same.
 */
// oxlint-disable-next-line import/no-default-export -- as the package has it
export default function stringWidth(text: string): number {
  return cellWidth(text.includes("\u001b") ? text.replaceAll(SEQUENCES, "") : text);
}
