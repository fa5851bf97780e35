// A recording of one server with 200 processes, for figures that need many rows and no live target.
const MIB = 1024 * 1024;
const BEGAN = Date.UTC(2026, 10, 25, 22, 30);

const time = (second) => new Date(BEGAN + second * 1000).toISOString();

export function twoHundredProcesses(samples) {
  const lines = [
    { type: "hello", v: 1, swtop: "0.1.0", target: "local:", at: time(0) },
    { type: "session", at: time(0), state: "live", fault: null },
  ];
  for (let seq = 0; seq < samples; seq++) lines.push(sample(seq));
  return `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`;
}

function sample(seq) {
  const processes = Array.from({ length: 200 }, (_, index) => ({
    pid: 5000 + index,
    nsPid: 5000 + index,
    ppid: index < 2 ? 1 : 5001,
    startedAt: time(-600),
    role: index === 0 ? "master" : index === 1 ? "manager" : "worker",
    parentSlot: null,
    roleFrom: "title",
    name: null,
    slot: index === 0 ? "Master" : index === 1 ? "Manager" : `Worker.${index - 2}`,
    generation: 1,
    orphan: false,
    rssBytes: (40 + (index % 17)) * MIB + seq * 4096 * (index % 5),
    rssAnonBytes: (20 + (index % 17)) * MIB + seq * 4096 * (index % 5),
    ussBytes: (18 + (index % 17)) * MIB,
    ussAt: time(seq - (seq % 15)),
    pssBytes: (22 + (index % 17)) * MIB,
    heapBytes: null,
    heapRealBytes: null,
    gcRoots: null,
    gcRuns: null,
    rssShmemBytes: 8 * MIB,
    swapBytes: 0,
    cpuPercent: (index * 7 + seq) % 13,
    threads: 3,
    openFiles: null,
    sockets: null,
  }));
  return {
    type: "sample",
    at: time(seq),
    seq,
    lateMs: 0,
    servers: [
      {
        id: "bench",
        rootPid: 5000,
        app: "bench",
        framework: "hyperf",
        mode: "process",
        memory: null,
        processes,
      },
    ],
    others: { count: 40, rssBytes: 300 * MIB },
    memory: {
      source: "cgroup-v2",
      limitBytes: 16384 * MIB,
      currentBytes: 9000 * MIB,
      peakBytes: 9100 * MIB,
      anonBytes: 8000 * MIB,
      fileBytes: 700 * MIB,
      shmemBytes: 100 * MIB,
      unreclaimableBytes: 8200 * MIB,
      workingSetBytes: 8500 * MIB,
      swapBytes: 0,
      oomKills: 0,
      oomEvents: 0,
      hostAvailableBytes: 20000 * MIB,
    },
    cpu: { usagePercent: 120.5, limitCores: 8, throttledPercent: 0 },
    lastPid: 9999,
    thp: "madvise",
    cost: { cpuPercent: 0.3, rssBytes: MIB },
    faults: [],
  };
}
