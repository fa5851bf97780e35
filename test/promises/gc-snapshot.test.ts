// Issue 3, "The gc snapshot: what the memory is, what gc would free, what grew", in its own words: one promise per sentence, table row and error.
// An open promise is a `todo`; a kept one is a test, or names the test which keeps it.
import { describe, test } from "vitest";

describe("Purpose", () => {
  test.todo(
    "One key on a live production worker answers in a second, without touching or stopping it",
  );
  test.todo(
    "how much is live PHP data, how much the allocator keeps, how much lies outside of PHP",
  );
  test.todo("what gc would free");
  test.todo("which classes, statics and arrays hold the memory");
  test.todo("what grew since the last one");
});

describe("Reader (`src/snapshot/reader.php`)", () => {
  test.todo("one PHP file, PHP 7.4 syntax, core extensions only");
  test.todo("piped into the target's own php (`/proc/PID/exe -n`)");
  test.todo("read-only on `/proc/PID/{maps,smaps,mem,status}`");
  test.todo("self-calibrating (no version tables)");
  test.todo("matching the process by dev:inode and build-id, inside the target's mount namespace");
  test.todo("bounded memory and time");
  test.todo("prints one line of JSON per level after a marker line (PHP may print notices first)");
  test.todo("Find, calibrate, walk, verify, report: a person can follow it");
  test.todo("Works through every transport");
});

describe("Levels", () => {
  test.todo("shown as they arrive, each with its time and its cost in the target");
  test.todo(
    "0. Memory by kind from smaps/status: Zend heap, shared (opcache, Swoole\\Table), files, malloc, stacks, JIT, gc buffer; sums to RSS",
  );
  test.todo("0. Always there");
  test.todo("1. Zend heap: used, real, peak, limit");
  test.todo("1. fragmentation (free slots, free pages, cached and empty chunks), huge blocks");
  test.todo("1. gc: enabled, runs, collected, roots, threshold");
  test.todo("1. Verified by the identities of the reference; `exact:false` when the target moved");
  test.todo("2a. Live objects by class");
  test.todo("2a. gc roots by class");
  test.todo("2a. arrays held by statics (elements, sampled deep size)");
  test.todo("2b. Arrays held by object properties, streamed later, cancellable");
  test.todo("2. Names only, never values");
  test.todo(
    "3. Dry run of the cycle collector: bytes, objects, arrays, classes that `gc_collect_cycles()` would free",
  );
  test.todo("3. lower bound, capped");
  test.todo("3. on a busy target run twice and intersected");
});

describe("Conclusion (pure, tables)", () => {
  test.todo("held (name the holder)");
  test.todo("cycles");
  test.todo("fragmentation (gc_mem_caches would help)");
  test.todo("native");
  test.todo("nothing");
  test.todo("unreadable");
  test.todo("with confidence and its numbers");
  test.todo('always the sentence "gc would free N of M: waiting for gc will (not) help"');
});

describe("Diff", () => {
  test.todo("snapshots kept per slot (ring, and `--save`)");
  test.todo("a second press shows what changed by class, holder, kind");
  test.todo("slot against slot");
});

describe("Live heap", () => {
  test.todo("the heap's address is the same in every process of one server tree");
  test.todo("found by a snapshot or in plain sh (`prototypes/gc/findheap.sh`)");
  test.todo("verified per PID and after a respawn");
  test.todo("State remembers it and Demands `heap PID`: raw bytes by `dd`, every 10 s");
  test.todo("and twice 100 ms apart just before each tick of minute rules");
  test.todo("the minute floor for rules with seconds");
  test.todo("within the budget");
  test.todo(
    "`heapBytes`, `heapRealBytes` become metrics with columns and a line in the process pane",
  );
  test.todo(
    "after a snapshot `gcRoots`, `gcRuns` become metrics with columns and a line in the process pane",
  );
  test.todo("`null` where not allowed");
  test.todo("`--no-heap`");
});

describe("View and headless", () => {
  test.todo("View (`S`, or `5`): as in `screens.md`");
  test.todo("Headless: `swtop snapshot` of the contract");
  test.todo("`report` and recordings carry it");
  test.todo(
    "--pid without a number: 2; of a process that is gone, or a --slot that nobody fills: 3; a --slot that several servers fill: 2, naming them",
  );
  test.todo(
    "a part that a level does not include, or that could not be read, is null, and faults says why",
  );
});

describe("When it cannot", () => {
  test.todo("uid:gid: its own sentence with the way out");
  test.todo("SYS_PTRACE: its own sentence with the way out");
  test.todo("Yama: its own sentence with the way out");
  test.todo("ZTS: its own sentence with the way out");
  test.todo("other build: its own sentence with the way out");
  test.todo("too little headroom (64 MiB for levels 2-3): its own sentence with the way out");
  test.todo("Swoole `user` setting: its own sentence with the way out");
  test.todo("USE_ZEND_ALLOC=0: its own sentence with the way out");
  test.todo("no php in the target: its own sentence with the way out");
  test.todo("Lower levels still answer");
  test.todo("On any PHP process, Swoole or not, user processes included");
  test.todo(
    "Nothing in this issue writes to a process, and a test proves it (the reader opens nothing for writing; strace or seccomp in CI)",
  );
});

describe("Speed and safety (bench; PHP 8.2 of the system and any php given by `SWTOP_TEST_PHP`)", () => {
  test.todo("level 1, 800 MB heap: <= 0.3 s, reader <= 24 MiB");
  test.todo("level 2a, 1 M objects: <= 1.2 s, <= 48 MiB");
  test.todo("2b on 300 k objects <= 4 s, cancellable");
  test.todo("level 3, 100 000 nodes: <= 1.5 s per pass, <= 80 MiB");
  test.todo(
    "effect on the target, levels 0-3 back to back under load: its request latency p50 unchanged, p99 <= 2 x; no pause",
  );
  test.todo(
    "level 1 against the process's own `memory_get_usage()` etc.: equal to the byte, idle target",
  );
  test.todo("level 3 against what gc then really frees: 90-100.5 %");
  test.todo("live heap read: <= 3 ms CPU each in sh");
});

describe("Tests: real PHP in CI", () => {
  test.todo("cyclic garbage with gc off");
  test.todo("leak into a static");
  test.todo("into a property");
  test.todo("into a closure's variables");
  test.todo("fragmentation");
  test.todo("growth outside of PHP");
  test.todo("generators");
  test.todo("SplObjectStorage");
  test.todo("nested arrays");
  test.todo(
    "each against the process's own numbers and what `gc_collect_cycles()` / `gc_mem_caches()` then do",
  );
  test.todo("A target at 100 % CPU");
  test.todo("one that dies during the read");
  test.todo("other uid");
  test.todo("other build");
  test.todo("garbage memory");
  test.todo("Through a container with default rights");
  test.todo("The reader killed at random points leaves the target unharmed");
  test.todo("`../shared/checks/snapshot.mjs`");
});

describe("Done when", () => {
  test.todo(
    "on PHP that leaks into a static array, `S` names class and property and says that gc will not help",
  );
  test.todo(
    "on cyclic garbage it says how much gc would free, and the in-process gc then frees that",
  );
  test.todo("on a container reached by `exec -- docker exec -i`, the same");
});

describe("Cases", () => {
  test.todo(
    "C12: a developer tool in a long-lived worker: the diff of two snapshots names the holder that grew, conclusion held",
  );
  test.todo(
    "C14: memory_get_usage stands still, top does not: mallocBytes >> zendBytes, conclusion native",
  );
  test.todo("C15: one snapshot of a user process decides between held, cycles and native");
});
