import type { Stream, Transport } from "../../domain/ports/transport.ts";
import { runProgram } from "../program.ts";

/** Any command that ends in a POSIX shell reading its stdin: `kubectl exec -i P -- sh`, `ssh HOST`. The address is the command's words. */
export const exec: Transport = {
  scheme: "exec",
  async open({ address }, argv, signal) {
    const stream = await runProgram(address, signal);
    if (argv.join(" ") !== "sh") await becoming(stream, argv);
    return stream;
  },
  explain: null,
};

/** The shell becomes another program. It may have read on behind this line: who opens such a stream speaks only when he was spoken to. */
const becoming = (stream: Stream, argv: readonly string[]): Promise<void> =>
  stream.write(Buffer.from(`exec ${argv.map(quoted).join(" ")}\n`));

const quoted = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;
