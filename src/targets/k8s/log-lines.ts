// The log of a pod's container as its API gives it: stdout and stderr in one, each line with the time that the node's runtime wrote.
import type { ContainerLine } from "../../domain/ports/inspector.ts";
import { TransportError } from "../../domain/ports/transport.ts";
import { untrustedText } from "../../domain/text.ts";
import { linesOf, stampedLine } from "../stamped-lines.ts";

/** What a kubelet says of itself is a sentence. */
const MOST_SENTENCE_BYTES = 1024;

/**
 * The lines of each chunk as they come; a chunk is asked for when its predecessor was taken. What a break leaves without an end is not told: it comes again, whole.
 * @throws TransportError `system-refused` with what the kubelet wrote in place of lines: it has no stamp and no end, and its status was 200 already.
 * @source captures of a 1.34 cluster: `unable to retrieve container logs for containerd://…` of a container that its runtime has no more;
 * kubelet, `getContainerLogs`: an error while it reads is written behind the lines (`failed to create fsnotify watcher: too many open files`)
 */
export async function* logLines(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly ContainerLine[]> {
  let batch: ContainerLine[] = [];
  let sentence = "";
  const cut = linesOf((line, isEnded) => {
    // the log of a container says nowhere who wrote what
    const stamped = stampedLine("stdout", line);
    const isSaid = !isEnded && stamped.at === null && line.length <= MOST_SENTENCE_BYTES;
    if (isSaid) sentence = line.toString().trim();
    else batch.push(stamped);
  });
  const taken = (): readonly ContainerLine[] => {
    const lines = batch;
    batch = [];
    return lines;
  };
  for await (const chunk of chunks) {
    cut(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    if (batch.length > 0) yield taken();
  }
  cut(null);
  if (batch.length > 0) yield taken();
  if (sentence !== "")
    throw new TransportError({ kind: "system-refused", detail: untrustedText(sentence) });
}
