// The thread that reads projects, so that the screen goes on answering keys: parsing takes seconds.
import { parentPort } from "node:worker_threads";
import { ReaderThread, type ToReader } from "./understand.ts";

const thread = new ReaderThread();
parentPort?.on("message", (message: ToReader) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
  parentPort?.postMessage(thread.heard(message));
});
