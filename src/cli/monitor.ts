import { emptyCensus, takeCensus } from "../analysis/roles/census.ts";
import type { Demand, HeapWish } from "../domain/demand.ts";
import type { Observation } from "../domain/observation.ts";
import type { Source } from "../domain/ports/source.ts";
import { allProcesses, type Process, type Sample } from "../domain/sample.ts";

/** What a State wants to know next, and whether live heaps are read at all. */
type Wishes = { readonly wished: () => Demand; readonly heap: boolean };

/**
 * Joins the harvest to what is known: readings become Samples by the census, and what State and census want to know next goes back to the Source.
 * The only place where the two sides meet.
 */
export async function* observe(source: Source, look: Wishes): AsyncGenerator<Observation> {
  let census = emptyCensus;
  for await (const gathered of source.gathered) {
    if (gathered.type === "session") {
      yield { type: "session", session: gathered.session };
      continue;
    }
    const taken = takeCensus(census, gathered.reading);
    census = taken.census;
    if (gathered.type === "reading") yield { type: "sample", sample: taken.sample };
    // after whoever follows has seen the sample, and before the source goes on
    source.demand(joined(look, taken.wanted, members(taken.sample)));
  }
}

type Wanted = ReturnType<typeof takeCensus>["wanted"];

/**
 * What the screen wants comes first; then what is needed to tell the roles; each member of a server is read in any case, the private memory of the largest first.
 * The order of `watch` stays, as the collector is told of each change.
 */
function joined(look: Wishes, wanted: Wanted, processes: readonly Process[]): Demand {
  const wished = look.wished();
  const pids = processes.map(({ pid }) => pid);
  const bySize = processes.toSorted((a, b) => (b.rssBytes ?? 0) - (a.rssBytes ?? 0));
  return {
    watch: union(wished.watch, pids, wanted.watch),
    rollup: union(
      wished.rollup,
      bySize.map(({ pid }) => pid),
    ),
    descriptors: union(wished.descriptors, wanted.descriptors),
    openFiles: wished.openFiles,
    cgroup: union(wished.cgroup, wanted.cgroup),
    heap: look.heap ? heaps(wished, pids) : [],
    heapInstants: look.heap ? wished.heapInstants : [],
    sockets: union(wished.sockets, pids),
    socketsNow: wished.socketsNow,
    scan: wished.scan,
  };
}

/** Every member, also where nobody has a State that wishes. */
const heaps = ({ heap }: Demand, pids: readonly number[]): readonly HeapWish[] => {
  const wished = new Set(heap.map(({ pid }) => pid));
  const others = pids.filter((pid) => !wished.has(pid));
  return [...heap, ...others.map((pid) => ({ pid, place: null }))];
};

const members = (sample: Sample): readonly Process[] =>
  allProcesses(sample).map(({ process }) => process);

const union = (...lists: readonly (readonly number[])[]): readonly number[] => [
  ...new Set(lists.flat()),
];
