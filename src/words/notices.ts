/** Why swtop ends at once. */
export const nothingToWatchText = (where: "here" | "there"): string =>
  `nothing to watch: no Swoole process runs ${where === "here" ? "on this machine" : "there"}. \`swtop demo\` shows what it would look like.`;

/** What is on the screen instead of the user's own service. `shows`: what its recording is about. */
export const demoText = (shows: string, isFallback: boolean): string =>
  `${isFallback ? "no Swoole process runs on this machine; " : ""}demo, a recorded service in fast motion: ${shows}`;
