import { MIB } from "../../domain/units.ts";

// From where on a number means something. Bytes, or a share of 1.

/** The Zend heap takes memory from the system in chunks of 2 MiB (ZEND_MM_CHUNK_SIZE); less than one is never worth a conclusion. */
export const CHUNK_BYTES = 2 * MIB;

/**
 * Garbage counts from this share of `used`: a healthy process carries up to 10 000 roots of it until its next gc run (GC_THRESHOLD_DEFAULT).
 * Above half of `used` it is the story for sure.
 */
export const GARBAGE_SHARE = 0.25;

/**
 * Free room counts from here, when it is more than what is used. PHP keeps a few chunks for its next request: 2 to 6 MiB of real with 2.4 MiB used in an idle Swoole worker,
 * 29 with 2.4 after a burst (reference/ground-truth.md part 7).
 */
export const IDLE_FROM_BYTES = 8 * MIB;
export const IDLE_SHARE = 0.5;
export const IDLE_SURE_SHARE = 0.75;
/** So much is worth a word from a third on: every second of 200 000 strings freed is 44.9 of 92 MiB. */
export const IDLE_MUCH_BYTES = 16 * MIB;
export const IDLE_MUCH_SHARE = 0.33;

/**
 * Outside of the heap counts from here, when it is more than the heap. An idle php-cli 8.2 has 3 MiB there, a Swoole worker 3 to 4
 * (reference/gc-snapshot.md part 8); libraries with buffers of their own (gRPC, Kafka, TLS) take some tens.
 */
export const NATIVE_FROM_BYTES = 32 * MIB;
/** Beyond doubt from here: more than buffers of libraries take, and several times the heap. */
export const NATIVE_SURE_BYTES = 64 * MIB;
export const NATIVE_SURE_TIMES_HEAP = 3;

/** One array that is half of all live values stands out at any size above a chunk .. */
export const HOLDER_MOST_SHARE = 0.5;
/** .. and a big one already at a fifth: code, configuration and framework take 20 to 60 MiB in a grown Hyperf worker, in many small arrays. */
export const HOLDER_BIG_BYTES = 8 * MIB;
export const HOLDER_BIG_SHARE = 0.2;

/** Live values without an array that stands out: more than framework, code and configuration take .. */
export const LIVE_FROM_BYTES = 64 * MIB;
/** So little is nothing for sure: an idle php-cli has 0.4 MiB, a Swoole worker 2 to 3. */
export const LITTLE_BYTES = 8 * MIB;
/** .. and more than any of them could: twice PHP's default memory_limit of 128 MiB. */
export const LIVE_SURE_BYTES = 256 * MIB;

/** Growth counts from two chunks and a tenth of the process's own memory: less is how a heap breathes. */
export const GROWN_FROM_BYTES = 2 * CHUNK_BYTES;
export const GROWN_SHARE = 0.1;
/** A single array is the reason when it explains this share of the growth. */
export const GROWN_HOLDER_SHARE = 0.5;
/**
 * Or when it got so many entries, and one class as many new objects (give or take what a running process adds between the two readings).
 * The sizes of closures and internal objects are not walked: of 24 MiB that listeners with captured variables took on 8.2.36, their array showed 4.
 */
export const PEOPLED_ELEMENTS = 100;
export const PEOPLED_SHARE = 0.25;
