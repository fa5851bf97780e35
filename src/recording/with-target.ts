/**
 * Lines of `encodeObservation` in a stream of several targets: each object then says whose it is (contract 2.1). A hello does so in any case.
 */
export const withTarget = (lines: string, uri: string): string =>
  lines
    .split("\n")
    .map((line) =>
      line.startsWith('{"type":"hello"')
        ? line
        : line.replace(/^(\{"type":"[^"]*")/u, (head) => `${head},"target":${JSON.stringify(uri)}`),
    )
    .join("\n");
