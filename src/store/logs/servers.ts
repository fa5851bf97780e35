import type { Known } from "../state.ts";

/** The last answer for the tracks of each sample. It follows from them alone. */
const remembered = new WeakMap<Known["tracks"], ReadonlySet<string>>();

/** Ids of the servers whose processes are known, the gone ones included. */
export function serversOf({ tracks }: Pick<Known, "tracks">): ReadonlySet<string> {
  const known = remembered.get(tracks);
  if (known !== undefined) return known;
  const ids = new Set([...tracks.values()].map(({ server }) => server.id));
  remembered.set(tracks, ids);
  return ids;
}

export const areSeveral = (known: Pick<Known, "tracks">): boolean => serversOf(known).size > 1;

type Said = { readonly server: string | null };

/** Whether what a log says is of that server. What names none is so only where there is no other. */
export const isOfServer = ({ server }: Said, id: string, known: Pick<Known, "tracks">): boolean =>
  server === null ? !areSeveral(known) : server === id;
