// Issue 3, "The gc snapshot: what the memory is, what gc would free, what grew", in its own words: one promise per sentence, table row and error.
// An open promise is a `todo`; a kept one is a test, or names the test which keeps it.
import { describe, test } from "vitest";
import { provenBy } from "./proven-by.ts";

describe("Purpose", () => {
  test("One key on a live production worker answers in a second, without touching or stopping it", () => {
    provenBy(
      "test/ui/snapshots.test.tsx",
      "S reads the selected process, shows each part as it comes, and again what grew",
    );
    provenBy(
      "test/snapshot/harmless.test.ts",
      "the kernel sees no file opened for writing but what is nobody's, and no signal or ptrace",
    );
  });
  test("how much is live PHP data, how much the allocator keeps, how much lies outside of PHP", () => {
    provenBy(
      "test/snapshot/reader.test.ts",
      "a leak: %s %i, %s",
      "memory by kind sums up to what is resident, and the Zend heap is no more than its real size",
    );
  });
  test("what gc would free", () => {
    provenBy(
      "test/snapshot/reader.test.ts",
      "garbage: what gc would free of %s is what it then frees",
    );
  });
  test("which classes, statics and arrays hold the memory", () => {
    provenBy("test/snapshot/reader.test.ts", "a leak: %s %i, %s");
  });
  test("what grew since the last one", () => {
    provenBy(
      "test/e2e/snapshot.test.ts",
      "a leak into a static array is named, saved, and its growth is told by the next one",
    );
  });
});

describe("Reader (`src/snapshot/reader.php`)", () => {
  test("one PHP file, PHP 7.4 syntax, core extensions only", () => {
    provenBy(
      "test/snapshot/harmless.test.ts",
      "the program is PHP 7.4 in syntax, as far as this php can say, and as it is sent",
    );
  });
  test("piped into the target's own php (`/proc/PID/exe -n`)", () => {
    provenBy("test/snapshot/reader.test.ts", "launched by %s");
  });
  test("read-only on `/proc/PID/{maps,smaps,mem,status}`", () => {
    provenBy(
      "test/snapshot/harmless.test.ts",
      "the kernel sees no file opened for writing but what is nobody's, and no signal or ptrace",
    );
  });
  test("self-calibrating (no version tables)", () => {
    provenBy(
      "test/snapshot/refusals.test.ts",
      "without symbols, as a static program is (swoole-cli): read all the same",
    );
    provenBy("test/snapshot/reader.test.ts", "a leak: %s %i, %s");
  });
  test("matching the process by dev:inode and build-id, inside the target's mount namespace", () => {
    provenBy(
      "test/snapshot/refusals.test.ts",
      "of another build than the one that reads is refused",
      "in namespaces of its own, seen from outside: its program is started in its own root",
    );
  });
  test("bounded memory and time", () => {
    provenBy("test/snapshot/harmless.test.ts", "garbage memory %i: an end, whatever is found");
  });
  test("prints one line of JSON per level after a marker line (PHP may print notices first)", () => {
    provenBy("test/snapshot/lines.test.ts", "what is not behind the marker belongs to nobody");
  });
  test.todo("Find, calibrate, walk, verify, report: a person can follow it");
  test("Works through every transport", () => {
    provenBy("test/snapshot/reader.test.ts", "launched by %s");
    provenBy(
      "test/e2e/snapshot.test.ts",
      "a leak into a static array is named, saved, and its growth is told by the next one",
    );
  });
});

describe("Levels", () => {
  test("shown as they arrive, each with its time and its cost in the target", () => {
    provenBy(
      "test/snapshot/reader.test.ts",
      "levels come as they are read, each with what it took",
    );
    provenBy("test/ui/panes/snapshot-rows.test.ts", "each has its time and its cost");
  });
  test("0. Memory by kind from smaps/status: Zend heap, shared (opcache, Swoole\\Table), files, malloc, stacks, JIT, gc buffer; sums to RSS", () => {
    provenBy(
      "test/snapshot/reader.test.ts",
      "memory by kind sums up to what is resident, and the Zend heap is no more than its real size",
    );
  });
  test("0. Always there", () => {
    provenBy(
      "test/snapshot/refusals.test.ts",
      "of another user, read by one who may not",
      "a process that is no PHP: its program is not started, and its memory by kind is told",
    );
  });
  test("1. Zend heap: used, real, peak, limit", () => {
    provenBy("test/snapshot/reader.test.ts", "a leak: %s %i, %s");
  });
  test("1. fragmentation (free slots, free pages, cached and empty chunks), huge blocks", () => {
    provenBy(
      "test/snapshot/reader.test.ts",
      "fragmentation: most of the heap is free slots, and gc frees nothing",
    );
  });
  test("1. gc: enabled, runs, collected, roots, threshold", () => {
    provenBy("test/snapshot/reader.test.ts", "a leak: %s %i, %s");
  });
  test("1. Verified by the identities of the reference; `exact:false` when the target moved", () => {
    provenBy("test/snapshot/reader.test.ts", "a leak: %s %i, %s");
  });
  test("2a. Live objects by class", () => {
    provenBy("test/snapshot/reader.test.ts", "a leak: %s %i, %s");
  });
  test("2a. gc roots by class", () => {
    provenBy(
      "test/snapshot/reader.test.ts",
      "garbage: what gc would free of %s is what it then frees",
    );
  });
  test("2a. arrays held by statics (elements, sampled deep size)", () => {
    provenBy("test/snapshot/reader.test.ts", "a leak: %s %i, %s");
  });
  test("2b. Arrays held by object properties, streamed later, cancellable", () => {
    provenBy(
      "test/snapshot/reader.test.ts",
      "a leak: %s %i, %s",
      "levels come as they are read, each with what it took",
    );
    provenBy(
      "test/snapshot/harmless.test.ts",
      "ending it ends the reader, and tells what had come",
    );
  });
  test("2. Names only, never values", () => {
    provenBy("test/snapshot/reader.test.ts", "a leak: %s %i, %s");
  });
  test("3. Dry run of the cycle collector: bytes, objects, arrays, classes that `gc_collect_cycles()` would free", () => {
    provenBy(
      "test/snapshot/reader.test.ts",
      "garbage: what gc would free of %s is what it then frees",
    );
  });
  test("3. lower bound, capped", () => {
    provenBy(
      "test/snapshot/reader.test.ts",
      "more than is followed: a lower bound, and that is said",
    );
  });
  test("3. on a busy target run twice and intersected", () => {
    provenBy(
      "test/snapshot/reader.test.ts",
      "a target at 100 % CPU: twenty in a row, it goes on, and nothing is foretold that is not so",
    );
  });
});

describe("Conclusion (pure, tables)", () => {
  test("held (name the holder)", () => {
    provenBy("test/analysis/snapshot/conclude.test.ts", "what it says of %s");
  });
  test("cycles", () => {
    provenBy("test/analysis/snapshot/conclude.test.ts", "what it says of %s");
  });
  test("fragmentation (gc_mem_caches would help)", () => {
    provenBy("test/analysis/snapshot/conclude.test.ts", "what it says of %s");
    provenBy(
      "test/words/snapshot.test.ts",
      "fragmentation: what gc_mem_caches() gives back is not promised beyond what is known",
    );
  });
  test("native", () => {
    provenBy("test/analysis/snapshot/conclude.test.ts", "what it says of %s");
  });
  test("nothing", () => {
    provenBy("test/analysis/snapshot/conclude.test.ts", "what it says of %s");
  });
  test("unreadable", () => {
    provenBy(
      "test/analysis/snapshot/conclude.test.ts",
      "another user's process, also when its memory by kind is known",
    );
  });
  test("with confidence and its numbers", () => {
    provenBy(
      "test/analysis/snapshot/conclude.test.ts",
      "is less when the process moved while it was read (%#)",
    );
    provenBy("test/words/snapshot.test.ts", "nothing unusual, with the numbers that say so");
  });
  test('always the sentence "gc would free N of M: waiting for gc will (not) help"', () => {
    provenBy(
      "test/words/snapshot.test.ts",
      "gc is on: it will help, and when",
      "gc is off: it never comes by itself",
    );
  });
});

describe("Diff", () => {
  test("snapshots kept per slot (ring, and `--save`)", () => {
    provenBy("test/store/snapshots.test.ts", "the last eight of a slot are kept");
    provenBy(
      "test/e2e/snapshot.test.ts",
      "a leak into a static array is named, saved, and its growth is told by the next one",
    );
  });
  test("a second press shows what changed by class, holder, kind", () => {
    provenBy(
      "test/ui/snapshots.test.tsx",
      "S reads the selected process, shows each part as it comes, and again what grew",
    );
    provenBy(
      "test/ui/panes/snapshot-rows.test.ts",
      "what grew since, by kind, class and holder; what did not is 0",
    );
  });
  test("slot against slot", () => {
    provenBy(
      "test/store/snapshots.test.ts",
      "d compares with the one before, then with the latest of each other slot in turn",
    );
  });
});

describe("Live heap", () => {
  test("the heap's address is the same in every process of one server tree", () => {
    provenBy(
      "test/collector/heap/session.test.ts",
      "once for a tree: its forks have it at the same address, each is verified",
    );
  });
  test("found by a snapshot or in plain sh (`prototypes/gc/findheap.sh`)", () => {
    provenBy(
      "test/collector/heap/session.test.ts",
      "what a snapshot found wins; where that is wrong it is looked for",
    );
  });
  test("verified per PID and after a respawn", () => {
    provenBy(
      "test/collector/heap/live.test.ts",
      "with huge blocks, and after the fork died and came again",
    );
  });
  test("State remembers it and Demands `heap PID`: raw bytes by `dd`, every 10 s", () => {
    provenBy(
      "test/store/heap.test.ts",
      "what a snapshot of one process found is that of its server, and of no other",
    );
    provenBy(
      "test/collector/heap/session.test.ts",
      "every ten seconds while the process does anything, and the value stays between",
    );
  });
  test("and twice 100 ms apart just before each tick of minute rules", () => {
    provenBy(
      "test/collector/heap/session.test.ts",
      "twice, 100 ms apart and before it; the lower is in the next reading",
    );
  });
  test("the minute floor for rules with seconds", () => {
    provenBy(
      "test/store/heap.test.ts",
      "rules with seconds: the floor at the end of each minute around their ticks",
    );
  });
  test("within the budget", () => {
    provenBy(
      "test/collector/heap/session.test.ts",
      "what there is no money for is refused, and that is said",
    );
  });
  test("`heapBytes`, `heapRealBytes` become metrics with columns and a line in the process pane", () => {
    provenBy("test/ui/panes/table-rows.test.ts", "220 columns: everything");
  });
  test("after a snapshot `gcRoots`, `gcRuns` become metrics with columns and a line in the process pane", () => {
    provenBy(
      "test/ui/panes/process-rows.test.ts",
      "the live heap has a line where it is known, its gc after a snapshot",
    );
    provenBy(
      "test/collector/heap/live.test.ts",
      "roots and runs of the gc, once a snapshot said where",
    );
  });
  test("`null` where not allowed", () => {
    provenBy("test/collector/heap/live.test.ts", "another user's heap is not known");
  });
  test("`--no-heap`", () => {
    provenBy("test/e2e/headless.test.ts", "with --no-heap no process's memory is touched");
  });
});

describe("View and headless", () => {
  test("View (`S`, or `5`): as in `screens.md`", () => {
    provenBy(
      "test/ui/panes/snapshot-rows.test.ts",
      "160x45: complete, without scrolling",
      "80x24: parts under each other, what is below is counted",
    );
  });
  test("Headless: `swtop snapshot` of the contract", () => {
    provenBy(
      "test/e2e/snapshot.test.ts",
      "a leak into a static array is named, saved, and its growth is told by the next one",
    );
  });
  test.todo("`report` and recordings carry it");
  test("--pid without a number: 2; of a process that is gone, or a --slot that nobody fills: 3; a --slot that several servers fill: 2, naming them", () => {
    provenBy(
      "test/e2e/snapshot.test.ts",
      "the process that fills it is read; one that nobody fills is said with those there are",
      "one that two servers fill is refused, and both are named",
    );
  });
  test("a part that a level does not include, or that could not be read, is null, and faults says why", () => {
    provenBy("test/snapshot/reader.test.ts", "a level includes the lower ones and no higher one");
    provenBy(
      "test/e2e/snapshot.test.ts",
      "what is no PHP is told in the document, with its memory by kind",
    );
  });
});

describe("When it cannot", () => {
  test("uid:gid: its own sentence with the way out", () => {
    provenBy(
      "test/snapshot/refusals.test.ts",
      "of another user, read by one who may not",
      "of another user, read by root without SYS_PTRACE as in a container: as that user",
    );
  });
  test("SYS_PTRACE: its own sentence with the way out", () => {
    provenBy("test/words/snapshot-faults.test.ts", "what is wrong and what mends it: %s %s");
  });
  test("Yama: its own sentence with the way out", () => {
    provenBy("test/words/snapshot-faults.test.ts", "what is wrong and what mends it: %s %s");
  });
  test("ZTS: its own sentence with the way out", () => {
    provenBy("test/words/snapshot-faults.test.ts", "what is wrong and what mends it: %s %s");
  });
  test("other build: its own sentence with the way out", () => {
    provenBy(
      "test/snapshot/refusals.test.ts",
      "of another build than the one that reads is refused",
    );
  });
  test("too little headroom (64 MiB for levels 2-3): its own sentence with the way out", () => {
    provenBy(
      "test/snapshot/refusals.test.ts",
      "with too little memory left for levels 2 and 3: level 1 is read, the rest is refused",
    );
    provenBy("test/words/snapshot-faults.test.ts", "what is wrong and what mends it: %s %s");
  });
  test("Swoole `user` setting: its own sentence with the way out", () => {
    provenBy(
      "test/snapshot/refusals.test.ts",
      "that changed its user after the start, as Swoole's `user` does",
    );
  });
  test("USE_ZEND_ALLOC=0: its own sentence with the way out", () => {
    provenBy("test/snapshot/refusals.test.ts", "without a Zend heap (USE_ZEND_ALLOC=0)");
  });
  test("no php in the target: its own sentence with the way out", () => {
    provenBy(
      "test/snapshot/refusals.test.ts",
      "a process that is no PHP: its program is not started, and its memory by kind is told",
    );
  });
  test("Lower levels still answer", () => {
    provenBy("test/snapshot/refusals.test.ts", "of another user, read by one who may not");
  });
  test("On any PHP process, Swoole or not, user processes included", () => {
    provenBy("test/snapshot/reader.test.ts", "a leak: %s %i, %s");
  });
  test("Nothing in this issue writes to a process, and a test proves it (the reader opens nothing for writing; strace or seccomp in CI)", () => {
    provenBy(
      "test/snapshot/harmless.test.ts",
      "the kernel sees no file opened for writing but what is nobody's, and no signal or ptrace",
    );
  });
});

describe("Speed and safety (bench; PHP 8.2 of the system and any php given by `SWTOP_TEST_PHP`)", () => {
  test.todo("level 1, 800 MB heap: <= 0.3 s, reader <= 24 MiB");
  test.todo("level 2a, 1 M objects: <= 1.2 s, <= 48 MiB");
  test.todo("2b on 300 k objects <= 4 s, cancellable");
  test.todo("level 3, 100 000 nodes: <= 1.5 s per pass, <= 80 MiB");
  test.todo(
    "effect on the target, levels 0-3 back to back under load: its request latency p50 unchanged, p99 <= 2 x; no pause",
  );
  test("level 1 against the process's own `memory_get_usage()` etc.: equal to the byte, idle target", () => {
    provenBy("test/snapshot/reader.test.ts", "a leak: %s %i, %s");
  });
  test("level 3 against what gc then really frees: 90-100.5 %", () => {
    provenBy(
      "test/snapshot/reader.test.ts",
      "garbage: what gc would free of %s is what it then frees",
    );
  });
  test.todo("live heap read: <= 3 ms CPU each in sh");
});

describe("Tests: real PHP in CI", () => {
  test("cyclic garbage with gc off", () => {
    provenBy(
      "test/snapshot/reader.test.ts",
      "garbage: what gc would free of %s is what it then frees",
    );
  });
  test("leak into a static", () => {
    provenBy("test/snapshot/reader.test.ts", "a leak: %s %i, %s");
  });
  test("into a property", () => {
    provenBy("test/snapshot/reader.test.ts", "a leak: %s %i, %s");
  });
  test("into a closure's variables", () => {
    provenBy("test/snapshot/reader.test.ts", "a leak: %s %i, %s");
  });
  test("fragmentation", () => {
    provenBy(
      "test/snapshot/reader.test.ts",
      "fragmentation: most of the heap is free slots, and gc frees nothing",
    );
  });
  test("growth outside of PHP", () => {
    provenBy(
      "test/snapshot/reader.test.ts",
      "growth outside of PHP is malloc, and no holder is blamed",
    );
  });
  test("generators", () => {
    provenBy(
      "test/snapshot/reader.test.ts",
      "generators, SplObjectStorage, nested arrays",
      "garbage: what gc would free of %s is what it then frees",
    );
  });
  test("SplObjectStorage", () => {
    provenBy(
      "test/snapshot/reader.test.ts",
      "generators, SplObjectStorage, nested arrays",
      "garbage: what gc would free of %s is what it then frees",
    );
  });
  test("nested arrays", () => {
    provenBy("test/snapshot/reader.test.ts", "generators, SplObjectStorage, nested arrays");
  });
  test("each against the process's own numbers and what `gc_collect_cycles()` / `gc_mem_caches()` then do", () => {
    provenBy(
      "test/snapshot/reader.test.ts",
      "a leak: %s %i, %s",
      "garbage: what gc would free of %s is what it then frees",
    );
  });
  test("A target at 100 % CPU", () => {
    provenBy(
      "test/snapshot/reader.test.ts",
      "a target at 100 % CPU: twenty in a row, it goes on, and nothing is foretold that is not so",
    );
  });
  test("one that dies during the read", () => {
    provenBy(
      "test/snapshot/harmless.test.ts",
      "a process that ends while it is read: told, never an error",
    );
  });
  test("other uid", () => {
    provenBy("test/snapshot/refusals.test.ts", "of another user, read by one who may not");
  });
  test("other build", () => {
    provenBy(
      "test/snapshot/refusals.test.ts",
      "of another build than the one that reads is refused",
    );
  });
  test("garbage memory", () => {
    provenBy("test/snapshot/harmless.test.ts", "garbage memory %i: an end, whatever is found");
  });
  test("Through a container with default rights", () => {
    provenBy(
      "test/snapshot/container.test.ts",
      "a leak: the holder is named, and gc will not help",
      "cyclic garbage: what gc would free is what it then frees",
    );
  });
  test("The reader killed at random points leaves the target unharmed", () => {
    provenBy(
      "test/snapshot/harmless.test.ts",
      "it goes on unharmed when the reader is killed at any point, and no reader stays",
    );
  });
  test.todo("`../shared/checks/snapshot.mjs`");
});

describe("Done when", () => {
  test("on PHP that leaks into a static array, `S` names class and property and says that gc will not help", () => {
    provenBy(
      "test/ui/snapshots.test.tsx",
      "S reads the selected process, shows each part as it comes, and again what grew",
    );
    provenBy("test/snapshot/reader.test.ts", "a leak: %s %i, %s");
  });
  test("on cyclic garbage it says how much gc would free, and the in-process gc then frees that", () => {
    provenBy(
      "test/snapshot/reader.test.ts",
      "garbage: what gc would free of %s is what it then frees",
    );
  });
  test.todo("on a container reached by `exec -- docker exec -i`, the same");
});

describe("Cases", () => {
  test("C12: a developer tool in a long-lived worker: the diff of two snapshots names the holder that grew, conclusion held", () => {
    provenBy(
      "test/analysis/snapshot/conclude.test.ts",
      "C12: listeners of a developer tool pile up on the shared dispatcher",
    );
    provenBy("test/analysis/snapshot/compare.test.ts", "C12: the array that grew is named");
  });
  test("C14: memory_get_usage stands still, top does not: mallocBytes >> zendBytes, conclusion native", () => {
    provenBy(
      "test/analysis/snapshot/conclude.test.ts",
      "C14: memory_get_usage stands still, top does not",
    );
  });
  test("C15: one snapshot of a user process decides between held, cycles and native", () => {
    provenBy(
      "test/analysis/snapshot/conclude.test.ts",
      "used is RSS and the dry run is empty: held, by pending closures in no array",
      "the dry run is large: cycles, and gc is off",
      "used is small: native",
    );
  });
});
