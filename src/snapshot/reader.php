<?php
// What the memory of a running PHP process holds, read from outside through /proc/PID/mem.
//
// It reads only: three files of /proc/PID and its own limits are opened, all of them with 'rb'. The process is not stopped, signalled or told.
// launch.sh starts it in the process's own php (/proc/PID/exe -n), so that it is the same build. PHP 7.4 syntax, no extension beside core, pcre, spl and standard.
//
//   find       the module with PHP's globals in both processes (class Image), the Zend heap (class Heap)
//   calibrate  where PHP keeps what: every offset is searched in our own memory, where the answer is known (class Layout). No table of versions:
//              Debian's 8.2.36 has a zend_mm_heap of its own, so that such a table is wrong in the field
//   walk       chunks, objects, statics, properties, and the graph that the cycle collector would see
//   verify     by identities that hold to the byte in a process that does nothing; what does not fit together is refused, never guessed
//   report     a line of JSON per part behind the marker, as soon as it is there. Names of classes and properties; never a value
//
// Words of the Zend engine are its own (zend_mm_heap, gc_globals, objects_store, zend_class_entry). Measured on 7.4 to 8.5, x86_64; 64 bit little endian is needed.

namespace Swtop;

const CHUNK = 2097152;          // ZEND_MM_CHUNK_SIZE
const PAGE = 4096;              // ZEND_MM_PAGE_SIZE
// What is kept of memory that was read: 16 MiB, in pieces that our own heap has slots for; larger ones take twice the time to read.
const PIECE_BITS = 11;
const PIECE = 1 << PIECE_BITS;
const PIECES_KEPT = 8192;
const ROW = 16;
const BINS = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 640, 768, 896, 1024, 1280, 1536, 1792, 2048, 2560, 3072]; // ZEND_MM_BINS_INFO
const IS_STRING = 6;
const IS_ARRAY = 7;
const IS_OBJECT = 8;
const IS_REFERENCE = 10;
const IMMUTABLE = 0x40;         // GC_IMMUTABLE and IS_STR_INTERNED in gc.u.type_info
const HASH_UNINITIALIZED = 8;
const HASH_PACKED = 4;
const LOWEST = 65536;           // no pointer of a process is below vm.mmap_min_addr
const HIGHEST = 1 << 47;
const MOST_ROOTS_NAMED = 250000; // SNAPSHOT_LIST_LENGTHS.roots
const NEEDS_FREE = 64 << 20;    // levels 2 and 3
const PARTS_SECONDS = ['1' => 3.0, '2a' => 10.0, '3' => 13.0, '2b' => 15.0];
// From then on, or from so many bytes read on, a part that can tell less begins nothing new: what it has is a lower bound.
const ENOUGH_SECONDS = ['1' => 3.0, '2a' => 3.0, '3' => 2.0, '2b' => 3.0];
const ENOUGH_BYTES = 4 << 30;
const ENOUGH_BEFORE_DEADLINE = 6e9; // ns: what is begun has to be brought to its end
const SILENCE_SECONDS = 6.0;

/** Why a part cannot be had: a kind of SNAPSHOT_FAULTS. */
final class Refusal extends \Exception
{
    public $kind;
    public $detail;

    public function __construct(string $kind, ?string $detail = null)
    {
        parent::__construct($kind);
        $this->kind = $kind;
        $this->detail = $detail;
    }
}

/** What the reader took so far. */
function cpuMs(): float
{
    $took = \getrusage();
    return ($took['ru_utime.tv_sec'] + $took['ru_stime.tv_sec']) * 1e3 + ($took['ru_utime.tv_usec'] + $took['ru_stime.tv_usec']) / 1e3;
}

/** Ends the reader when nobody listens any more, and a part when it takes too long. */
final class Watch
{
    private $deadline = PHP_INT_MAX;
    private $lookedAt = 0;
    private $heardAt;
    private $input;
    private $enoughAt = PHP_INT_MAX;
    private $enoughCpuMs = PHP_INT_MAX;
    private $enoughBytes = PHP_INT_MAX;
    private $memory;

    public function __construct($input)
    {
        $this->input = $input;
        $this->heardAt = \hrtime(true);
        \stream_set_blocking($input, false);
    }

    public function over(Memory $memory): void
    {
        $this->memory = $memory;
    }

    public function begin(string $part): void
    {
        $now = \hrtime(true);
        $this->deadline = $now + (int) (PARTS_SECONDS[$part] * 1e9);
        $this->enoughAt = $now + (int) (ENOUGH_SECONDS[$part] * 1e9);
        $this->enoughCpuMs = cpuMs() + ENOUGH_SECONDS[$part] * 1e3;
        $this->enoughBytes = ($this->memory === null ? 0 : $this->memory->bytesRead) + ENOUGH_BYTES;
        $this->look();
    }

    /** It took as much as it should: of the CPU, which the target lacks meanwhile; of time, where there is little CPU. */
    public function isEnough(): bool
    {
        $isLate = \hrtime(true) > $this->enoughAt && (cpuMs() > $this->enoughCpuMs || \hrtime(true) > $this->deadline - ENOUGH_BEFORE_DEADLINE);
        return $isLate || ($this->memory !== null && $this->memory->bytesRead > $this->enoughBytes);
    }

    /** To be called every few thousand steps. */
    public function look(): void
    {
        $now = \hrtime(true);
        if ($now > $this->deadline) {
            throw new Refusal('out-of-time');
        }
        if ($now - $this->lookedAt < 5e7) {
            return;
        }
        $this->lookedAt = $now;
        if ($this->memory !== null && $this->memory->isGone()) {
            throw new Refusal('vanished');
        }
        $readable = [$this->input];
        $none = null;
        if (@\stream_select($readable, $none, $none, 0)) {
            $heard = \fread($this->input, 4096);
            if ($heard === '' || $heard === false) {
                exit(0);
            }
            $this->heardAt = $now;
        } elseif ($now - $this->heardAt > SILENCE_SECONDS * 1e9) {
            exit(0);
        }
    }
}

/** The address space of a process. What cannot be read is short or 0, never an error: the process may change or end under our hands. */
final class Memory
{
    public $bytesRead = 0;
    /** @var int[] starts, ends, and whether it is writable, in the order of addresses */
    private $starts = [];
    private $ends = [];
    private $writable = [];
    /** Of files, from their beginning: where a module's head may be. @var int[] */
    public $modules = [];
    /** Private, anonymous, writable: where the Zend heap may be. @var int[][] */
    public $anonymous = [];
    private $file;

    public function __construct(string $pid)
    {
        $maps = @\file_get_contents("/proc/$pid/maps");
        if ($maps === false || $maps === '') {
            throw new Refusal(@\file_exists("/proc/$pid") ? 'not-permitted' : 'vanished');
        }
        foreach (\explode("\n", $maps) as $line) {
            if (!\preg_match('/^([0-9a-f]+)-([0-9a-f]+) (....) ([0-9a-f]+) \S+ (\d+)\s*(.*)$/', $line, $part)) {
                continue;
            }
            [, $from, $to, $access, $offset, $inode, $name] = $part;
            [$start, $end] = [\hexdec($from), \hexdec($to)];
            if (!\is_int($start) || !\is_int($end)) {
                continue;
            }
            $this->starts[] = $start;
            $this->ends[] = $end;
            $this->writable[] = $access[1] === 'w';
            if ($inode !== '0' && $offset === '00000000' && $access[0] === 'r') {
                $this->modules[] = $start;
            } elseif ($inode === '0' && $access === 'rw-p' && ($name === '' || \strncmp($name, '[anon', 5) === 0)) {
                $this->anonymous[] = [$start, $end];
            }
        }
        $this->file = @\fopen("/proc/$pid/mem", 'rb');
        if ($this->file === false) {
            throw new Refusal(@\file_exists("/proc/$pid") ? 'not-permitted' : 'vanished');
        }
        \stream_set_read_buffer($this->file, 0);
    }

    public function read(int $address, int $length): string
    {
        $got = '';
        while ($length > 0 && $address >= LOWEST && $address < HIGHEST && \fseek($this->file, $address) === 0) {
            $more = @\fread($this->file, $length);
            if ($more === false || $more === '') {
                break;
            }
            $size = \strlen($more);
            $this->bytesRead += $size;
            if ($size === $length && $got === '') {
                return $more;
            }
            $got .= $more;
            $address += $size;
            $length -= $size;
        }
        return $got;
    }

    /** Pieces that were read, by their number. @var string[] */
    private $pieces = [];

    /** As read(), for what lies about: its surroundings are kept for a while. Of a heap whose values are scattered larger pieces would be read again and again. */
    public function near(int $address, int $length): string
    {
        $from = $address & (PIECE - 1);
        if ($from + $length > PIECE) {
            return $this->read($address, $length);
        }
        return \substr($this->pieces[$address >> PIECE_BITS] ?? $this->piece($address >> PIECE_BITS), $from, $length);
    }

    /** The piece with this number; '' where it cannot be read. */
    public function piece(int $number): string
    {
        if (isset($this->pieces[$number])) {
            return $this->pieces[$number];
        }
        if (\count($this->pieces) >= PIECES_KEPT) {
            // those that came first: half of them at once, so that the table does not fill up with holes
            $this->pieces = \array_slice($this->pieces, PIECES_KEPT >> 1, null, true);
        }
        if ($number === $this->readFrom - 1 || $number === $this->readTo + 1) {
            return $this->row($number);
        }
        $this->readFrom = $this->readTo = $number;
        return $this->pieces[$number] = $this->read($number << PIECE_BITS, PIECE);
    }

    private $readFrom = 0;
    private $readTo = 0;

    /** Who goes from one piece to the next goes on: the pieces about this one are read at once. */
    private function row(int $number): string
    {
        $first = $number & ~(ROW - 1);
        [$this->readFrom, $this->readTo] = [$first, $first + ROW - 1];
        $bytes = $this->read($first << PIECE_BITS, ROW * PIECE);
        if (\strlen($bytes) < ROW * PIECE) {
            return $this->pieces[$number] = $this->read($number << PIECE_BITS, PIECE);
        }
        foreach (\str_split($bytes, PIECE) as $i => $piece) {
            $this->pieces[$first + $i] = $piece;
        }
        return $this->pieces[$number];
    }

    public function forget(): void
    {
        $this->pieces = [];
    }

    /** The process ended, or runs another program: nothing of what was mapped can be read any more. */
    public function isGone(): bool
    {
        return $this->modules !== [] && $this->read($this->modules[0], 8) === '';
    }

    public function word(int $address): int
    {
        $got = $this->read($address, 8);
        return \strlen($got) === 8 ? \unpack('P', $got)[1] : 0;
    }

    public function half(int $address): int
    {
        $got = $this->read($address, 4);
        return \strlen($got) === 4 ? \unpack('V', $got)[1] : 0;
    }

    /** A zend_string: its length at 16, its bytes at 24. */
    public function text(int $address): string
    {
        $head = $this->read($address, 24);
        $length = \strlen($head) === 24 ? \unpack('P', $head, 16)[1] : 0;
        return $length > 0 && $length < 65536 ? $this->read($address + 24, \min($length, 512)) : '';
    }

    public function isWritable(int $address): bool
    {
        $low = 0;
        $high = \count($this->starts) - 1;
        while ($low <= $high) {
            $at = ($low + $high) >> 1;
            if ($address < $this->starts[$at]) {
                $high = $at - 1;
            } elseif ($address >= $this->ends[$at]) {
                $low = $at + 1;
            } else {
                return $this->writable[$at];
            }
        }
        return false;
    }

    public function isPointer(int $value): bool
    {
        return ($value & 7) === 0 && $value >= LOWEST && $value < HIGHEST && $this->isWritable($value);
    }
}

/** The ELF module with PHP's globals, read from the memory where it is mapped: no file has to be found, whatever the process's root is. */
final class Image
{
    public $bias;
    public $buildId = '';
    /** [address, length] of its writable segments */
    public $data = [];
    /** Its program headers, which tell two builds without a build id apart. */
    public $shape;
    private $memory;
    private $dynamic = [];

    public static function of(Memory $memory): self
    {
        $first = null;
        foreach ($memory->modules as $base) {
            $image = new self($memory, $base);
            if ($image->symbol('executor_globals') !== null) {
                return $image;
            }
            if ($image->symbol('executor_globals_offset') !== null) {
                throw new Refusal('zts');
            }
            $first = $first ?? ($image->data === [] ? null : $image);
        }
        // a static program (swoole-cli) has no symbols; it runs us, so that it is PHP
        if ($first === null) {
            throw new Refusal('not-php');
        }
        return $first;
    }

    /** Where to look for some globals of PHP: there, or else in all that the module may write to. @return array[] [address, length] */
    public function globals(string $name): array
    {
        $symbol = $this->symbol($name);
        return $symbol === null ? $this->data : [[$symbol[0], \min($symbol[1] ?: 2048, 16384)]];
    }

    private function __construct(Memory $memory, int $base)
    {
        $this->memory = $memory;
        $head = $memory->read($base, 64);
        if (\strncmp($head, "\x7fELF\x02\x01", 6) !== 0 || \strlen($head) < 64) {
            return;
        }
        ['offset' => $offset, 'size' => $size, 'count' => $count] = \unpack('Poffset/x14/vsize/vcount', $head, 32);
        if ($size !== 56 || $count > 64 || $offset > 65536) {
            return;
        }
        $this->shape = $memory->read($base + $offset, $size * $count);
        $segments = [];
        for ($i = 0; ($i + 1) * 56 <= \strlen($this->shape); $i++) {
            $segments[] = \unpack('Vtype/Vflags/Poffset/Paddress/Pphysical/Pfile/Pmemory', $this->shape, $i * 56);
        }
        $loaded = \array_filter($segments, static function ($each) { return $each['type'] === 1; });
        if ($loaded === []) {
            return;
        }
        $this->bias = $base - (\min(\array_column($loaded, 'address')) & ~(PAGE - 1));
        foreach ($segments as $each) {
            $at = $this->bias + $each['address'];
            if ($each['type'] === 1 && ($each['flags'] & 2)) {
                $this->data[] = [$at, \min($each['memory'], 16 << 20)];
            } elseif ($each['type'] === 2) {
                $this->dynamic = $this->dynamicEntries($memory->read($at, \min($each['memory'], 4096)));
            } elseif ($each['type'] === 4) {
                $this->buildId = $this->buildId ?: self::buildIdIn($memory->read($at, \min($each['memory'], 4096)));
            }
        }
    }

    /** glibc writes addresses over the entries, musl does not. */
    private function dynamicEntries(string $table): array
    {
        $entries = [];
        for ($i = 0; $i + 16 <= \strlen($table); $i += 16) {
            ['tag' => $tag, 'value' => $value] = \unpack('Ptag/Pvalue', $table, $i);
            $entries[$tag] = $value;
        }
        foreach ([4, 5, 6, 0x6ffffef5] as $address) {
            if (isset($entries[$address]) && $entries[$address] < $this->bias) {
                $entries[$address] += $this->bias;
            }
        }
        return $entries;
    }

    private static function buildIdIn(string $notes): string
    {
        for ($at = 0; $at + 16 <= \strlen($notes);) {
            ['name' => $name, 'size' => $size, 'type' => $type] = \unpack('Vname/Vsize/Vtype', $notes, $at);
            if ($name > 256 || $size > 1024) {
                break;
            }
            $from = $at + 12 + (($name + 3) & ~3);
            if ($type === 3 && \substr($notes, $at + 12, 4) === "GNU\0") {
                return \bin2hex(\substr($notes, $from, $size));
            }
            $at = $from + (($size + 3) & ~3);
        }
        return '';
    }

    /** Address and size of a dynamic symbol, by DT_GNU_HASH, else by going through DT_SYMTAB as long as DT_HASH says. */
    public function symbol(string $name): ?array
    {
        [$strings, $symbols] = [$this->dynamic[5] ?? 0, $this->dynamic[6] ?? 0];
        if ($strings === 0 || $symbols === 0) {
            return null;
        }
        foreach ($this->candidates($name) as $index) {
            $symbol = $this->memory->read($symbols + 24 * $index, 24);
            if (\strlen($symbol) < 24) {
                return null;
            }
            ['name' => $at, 'value' => $value, 'size' => $size] = \unpack('Vname/x4/Pvalue/Psize', $symbol);
            if ($value !== 0 && $this->memory->read($strings + $at, \strlen($name) + 1) === "$name\0") {
                return [$this->bias + $value, $size];
            }
        }
        return null;
    }

    private function candidates(string $name): iterable
    {
        $table = $this->dynamic[0x6ffffef5] ?? 0;
        if ($table === 0) {
            $count = isset($this->dynamic[4]) ? $this->memory->half($this->dynamic[4] + 4) : 0;
            return $count < 200000 ? \range(0, $count) : [];
        }
        $hash = 5381;
        foreach (\str_split($name) as $letter) {
            $hash = ($hash * 33 + \ord($letter)) & 0xffffffff;
        }
        ['buckets' => $buckets, 'first' => $first, 'bloom' => $bloom] = \unpack('Vbuckets/Vfirst/Vbloom/Vshift', $this->memory->read($table, 16) . \str_repeat("\0", 16));
        if ($buckets === 0) {
            return [];
        }
        $bucketsAt = $table + 16 + 8 * $bloom;
        $chainAt = $bucketsAt + 4 * $buckets;
        $found = [];
        for ($i = $this->memory->half($bucketsAt + 4 * ($hash % $buckets)), $n = 0; $i >= $first && $i > 0 && $n < 1000; $i++, $n++) {
            $link = $this->memory->half($chainAt + 4 * ($i - $first));
            if (($link | 1) === ($hash | 1)) {
                $found[] = $i;
            }
            if ($link & 1) {
                break;
            }
        }
        return $found;
    }
}

/** The Zend memory manager: zend_mm_heap and its chunks. All chunks begin with a pointer to the heap; the first one holds it, 64 bytes in. */
final class Heap
{
    public $address;
    public $usedBytes;
    public $peakBytes;
    public $realBytes;
    public $realPeakBytes;
    public $limitBytes;
    public $cachedChunks;
    public $freePageBytes;
    public $freeSlotBytes;
    public $emptyChunks;
    public $isExact;
    /** Page map of each chunk, 512 x u32, by its address: bit 31 a run of small slots (its bin in the low 5 bits), bit 30 the first of a run of pages. @var string[] */
    public $maps = [];
    /** @var int[] size by address */
    public $huge = [];
    /** @var int[] addresses of chunks that are kept for later */
    public $cached = [];
    private $memory;
    private $layout;

    /** @return int[] addresses of what may be a zend_mm_heap, most chunks first */
    public static function candidates(Memory $memory): array
    {
        $votes = [];
        $looked = 0;
        foreach ($memory->anonymous as [$start, $end]) {
            for ($at = ($start + CHUNK - 1) & ~(CHUNK - 1); $at + CHUNK <= $end && $looked < 20000; $at += CHUNK, $looked++) {
                $head = $memory->read($at, 24);
                if (\strlen($head) < 24) {
                    continue;
                }
                ['heap' => $heap, 'next' => $next, 'former' => $former] = \unpack('Pheap/Pnext/Pformer', $head);
                if ($heap > 64 && (($heap - 64) & (CHUNK - 1)) === 0 && $next !== 0 && ($next & (CHUNK - 1)) === 0 && ($former & (CHUNK - 1)) === 0) {
                    $votes[$heap] = ($votes[$heap] ?? 0) + 1;
                }
            }
        }
        \arsort($votes);
        return \array_values(\array_filter(\array_keys($votes), static function ($heap) use ($memory) { return $memory->word($heap - 64) === $heap; }));
    }

    public function __construct(Memory $memory, HeapLayout $layout, int $address)
    {
        $this->memory = $memory;
        $this->layout = $layout;
        $this->address = $address;
    }

    /** Reads until two looks at the head agree with the walk between them; a process that never rests is told as it was last. */
    public function walk(): void
    {
        for ($try = 0; $try < 5; $try++) {
            $before = $this->head();
            $this->walkChunks();
            $this->walkHuge($before['huge']);
            $after = $this->head();
            $this->take($after);
            $fits = $this->freeSlotBytes !== null && \count($this->maps) === $after['chunks'];
            $this->isExact = $fits && $before === $after;
            if ($this->isExact) {
                return;
            }
            \usleep(2000);
        }
        if ($this->usedBytes <= 0 || $this->usedBytes > $this->realBytes || $this->realBytes > 1 << 44) {
            throw new Refusal('not-understood', 'zend_mm_heap: used and real');
        }
    }

    private function head(): array
    {
        $head = $this->memory->read($this->address, HeapLayout::LENGTH);
        if (\strlen($head) < HeapLayout::LENGTH) {
            throw new Refusal('vanished');
        }
        return $this->layout->head($head);
    }

    private function take(array $head): void
    {
        $this->usedBytes = $head['size'];
        $this->peakBytes = $head['peak'];
        $this->realBytes = $head['real'];
        $this->realPeakBytes = $head['realPeak'];
        $this->limitBytes = $head['limit'] >= 1 << 60 || $head['limit'] < 0 ? null : $head['limit'];
        $this->cachedChunks = $head['cached'];
        $this->cached = $this->links($head['cachedList'], 8, $head['cached']);
        $hugeBytes = \array_sum($this->huge);
        $slots = $this->slotBytes + $hugeBytes - $this->usedBytes;
        $whole = (\count($this->maps) + $this->cachedChunks) * CHUNK + $hugeBytes;
        $this->freeSlotBytes = $this->isWhole && $slots >= 0 && $whole === $this->realBytes ? $slots : null;
    }

    private $slotBytes;
    private $isWhole;

    private function walkChunks(): void
    {
        $this->maps = [];
        $this->slotBytes = $this->freePageBytes = $this->emptyChunks = 0;
        $this->isWhole = true;
        $first = $at = $this->address - 64;
        $length = $this->layout->map + 2048;
        do {
            $chunk = $this->memory->read($at, $length);
            if (\strlen($chunk) < $length || \unpack('P', $chunk)[1] !== $this->address || \count($this->maps) > 65536) {
                $this->isWhole = false;
                return;
            }
            $map = \substr($chunk, $this->layout->map, 2048);
            $this->maps[$at] = $map;
            // free_map has a bit per page, set for those in use; the head tells how many are free
            $used = 0;
            foreach (\unpack('C64', $chunk, $this->layout->map - 64) as $byte) {
                $used += self::$bits[$byte];
            }
            $free = 512 - $used;
            $this->isWhole = $this->isWhole && $free === \unpack('V', $chunk, 24)[1];
            $this->freePageBytes += $free * PAGE;
            $this->slotBytes += ($used - 1) * PAGE;
            $this->emptyChunks += $free === 511 ? 1 : 0;
            $at = \unpack('P', $chunk, 8)[1];
        } while ($at !== $first && !isset($this->maps[$at]));
        $this->isWhole = $this->isWhole && $at === $first;
    }

    public static $bits = [];

    private function walkHuge(int $list): void
    {
        $this->huge = [];
        for ($at = $list, $n = 0; $at !== 0 && $n < 100000; $n++) {
            $block = $this->memory->read($at, 24);
            if (\strlen($block) < 24) {
                break;
            }
            ['at' => $address, 'size' => $size, 'next' => $at] = \unpack('Pat/Psize/Pnext', $block);
            $this->huge[$address] = $size;
        }
    }

    /** @return int[] */
    private function links(int $at, int $next, int $count): array
    {
        $found = [];
        while ($at !== 0 && \count($found) < \min($count, 65536) && !isset($found[$at])) {
            $found[$at] = $at;
            $at = $this->memory->word($at + $next);
        }
        return \array_values($found);
    }

    /** Bytes of the slot, run of pages or huge block at this address; 0 for what the heap does not own. */
    public function sizeOf(int $address): int
    {
        $chunk = $address & ~(CHUNK - 1);
        if (!isset($this->maps[$chunk])) {
            return $this->huge[$address] ?? 0;
        }
        return self::slotSize($this->maps[$chunk], ($address - $chunk) >> 12);
    }

    public static function slotSize(string $map, int $page): int
    {
        $entry = \unpack('V', $map, $page * 4)[1];
        if ($entry & 0x80000000) {
            return BINS[$entry & 31] ?? 0;
        }
        return $entry & 0x40000000 ? ($entry & 0x3ff) * PAGE : 0;
    }

    /** Where the heap lies, [address, length], neighbours joined. */
    public function ranges(): array
    {
        $all = \array_fill_keys(\array_merge(\array_keys($this->maps), $this->cached), CHUNK);
        foreach ($this->huge as $address => $size) {
            $all[$address] = ($size + PAGE - 1) & ~(PAGE - 1);
        }
        \ksort($all);
        $ranges = [];
        foreach ($all as $address => $length) {
            $last = \count($ranges) - 1;
            if ($last >= 0 && $ranges[$last][0] + $ranges[$last][1] === $address) {
                $ranges[$last][1] += $length;
            } else {
                $ranges[] = [$address, $length];
            }
        }
        return $ranges;
    }
}

for ($byte = 0; $byte < 256; $byte++) {
    Heap::$bits[$byte] = \substr_count(\decbin($byte), '1');
}

/** Where zend_mm_heap keeps its numbers, found in our own. `size` and `peak` are at 16 and 24 since PHP 7.0; the rest moves. */
final class HeapLayout
{
    const LENGTH = 960;
    /** Offsets from the heap's address: the word with the main chunk's address, and real_size. */
    public $mainChunk;
    public $real;
    /** Offset of the page map in a chunk. */
    public $map;

    public function __construct(Memory $own)
    {
        $limit = self::bytes((string) \ini_get('memory_limit'));
        foreach (Heap::candidates($own) as $heap) {
            $chunk = $own->read($heap - 64, PAGE);
            $words = \array_values(\unpack('P*', $chunk));
            for ($i = 8; $i < 8 + self::LENGTH / 8 - 4; $i++) {
                if ($this->mainChunk === null && $words[$i] === $heap - 64) {
                    $this->mainChunk = ($i - 8) * 8;
                }
                if ($this->real === null && $words[$i] === \memory_get_usage(true) && $words[$i + 1] === \memory_get_peak_usage(true) && $words[$i + 2] === $limit) {
                    $this->real = ($i - 8) * 8;
                }
            }
            // the first page of each chunk is a run of one: the head itself
            for ($at = 64 + $this->mainChunk + 48; $at < 2000 && $this->map === null; $at += 8) {
                if (\unpack('V', $chunk, $at)[1] === 0x40000001 && \ord($chunk[$at - 64]) & 1) {
                    $this->map = $at;
                }
            }
            $isNear = \abs($words[10] - \memory_get_usage()) < 262144;
            if ($this->mainChunk !== null && $this->real !== null && $this->map !== null && $isNear) {
                return;
            }
        }
        throw new Refusal('not-understood', 'zend_mm_heap of the reader itself');
    }

    public function head(string $bytes): array
    {
        $word = static function (int $at) use ($bytes): int { return \unpack('P', $bytes, $at)[1]; };
        $main = $this->mainChunk;
        return [
            'size' => $word(16), 'peak' => $word(24),
            'real' => $word($this->real), 'realPeak' => $word($this->real + 8), 'limit' => $word($this->real + 16),
            'huge' => $word($main - 8), 'cachedList' => $word($main + 8),
            'chunks' => \unpack('V', $bytes, $main + 16)[1], 'cached' => \unpack('V', $bytes, $main + 24)[1],
        ];
    }

    private static function bytes(string $setting): int
    {
        return (int) $setting * (['k' => 1 << 10, 'm' => 1 << 20, 'g' => 1 << 30][\strtolower(\substr($setting, -1))] ?? 1);
    }
}

/** gc_globals. Its first 40 bytes are the same from 7.4 to 8.5: buf@0, enabled@8 active@9 protected@10 full@11, unused@12 first_unused@16 threshold@20 buf_size@24 num_roots@28 runs@32 collected@36. */
final class Gc
{
    public $address;
    public $buffer;
    public $enabled;
    public $entries;
    public $threshold;
    public $size;
    public $roots;
    public $runs;
    public $collected;

    /** Offset of gc_globals from the image's bias: it bears no name, so it is found by what gc_status() says of us. */
    public static function find(Memory $own, Image $image): int
    {
        $a = new \stdClass();
        $a->self = $a;
        unset($a);
        \gc_collect_cycles();
        $status = \gc_status();
        $needle = \pack('V', $status['threshold']);
        $found = [];
        foreach ($image->data as [$start, $length]) {
            $data = $own->read($start, $length);
            for ($at = \strpos($data, $needle, 20); $at !== false && $at + 20 <= \strlen($data); $at = \strpos($data, $needle, $at + 1)) {
                $from = $at - 20;
                ['roots' => $roots, 'runs' => $runs, 'collected' => $collected] = \unpack('Vroots/Vruns/Vcollected', $data, $from + 28);
                if (($start + $from) % 8 === 0 && [$runs, $collected, $roots] === [$status['runs'], $status['collected'], $status['roots']] && $data[$from + 8] === "\1") {
                    $found[] = $start + $from - $image->bias;
                }
            }
        }
        if (\count($found) !== 1) {
            throw new Refusal('not-understood', 'gc_globals of the reader itself: ' . \count($found));
        }
        return $found[0];
    }

    public function __construct(Memory $memory, int $address)
    {
        $bytes = $memory->read($address, 40);
        if (\strlen($bytes) < 40) {
            throw new Refusal('vanished');
        }
        $this->address = $address;
        foreach (\unpack('Pbuffer/Cenabled/Cactive/Cprotected/Cfull/Vunused/Ventries/Vthreshold/Vsize/Vroots/Vruns/Vcollected', $bytes) as $name => $value) {
            if (\property_exists($this, $name)) {
                $this->$name = $value;
            }
        }
        $isEmpty = $this->buffer === 0 && $this->roots === 0;
        $isSound = $isEmpty || ($memory->isPointer($this->buffer) && $this->entries >= 1 && $this->entries <= $this->size && $this->roots < $this->entries);
        if (!$isSound || $this->enabled > 1 || $this->threshold < 0) {
            throw new Refusal('not-understood', 'gc_globals');
        }
    }

    /** @return int[] addresses of possible roots, at most so many; entry 0 is none, low bits are flags of gc */
    public function rootAddresses(Memory $memory, int $most): array
    {
        $roots = [];
        $end = $this->buffer === 0 ? 0 : \min($this->entries, $most);
        for ($from = 1; $from < $end; $from += 8192) {
            foreach (self::wordsOf($memory->read($this->buffer + 8 * $from, 8 * \min(8192, $end - $from))) as $root) {
                if ($root > LOWEST && ($root & 3) === 0) {
                    $roots[] = $root;
                }
            }
        }
        return $roots;
    }

    private static function wordsOf(string $bytes): array
    {
        return \strlen($bytes) < 8 ? [] : \unpack('P*', \substr($bytes, 0, \strlen($bytes) & ~7));
    }
}

/** A zend_array: flags@8 mask@12 data@16 used@24 count@28. Of a packed one each entry is a zval (since 8.2) or a Bucket. */
final class Table
{
    public $flags;
    public $mask;
    public $data;
    public $used;
    public $count;
    public $stride;

    public static function at(Memory $memory, int $address, int $packedStride): ?self
    {
        $head = $memory->read($address, 32);
        return \strlen($head) < 32 ? null : self::of($head, 0, $packedStride);
    }

    /** @param string $bytes that hold the head at $from */
    public static function of(string $bytes, int $from, int $packedStride): self
    {
        $table = new self();
        ['flags' => $table->flags, 'mask' => $table->mask, 'data' => $table->data, 'used' => $table->used, 'count' => $table->count] = \unpack('Vflags/Vmask/Pdata/Vused/Vcount', $bytes, $from + 8);
        $table->stride = $table->flags & HASH_PACKED ? $packedStride : 32;
        if ($table->flags & HASH_UNINITIALIZED || $table->count > $table->used || $table->used > 1 << 28) {
            $table->used = $table->count = 0;
        }
        return $table;
    }

    /** What the allocator gave for the entries: the hash stands before them. */
    public function block(): int
    {
        return $this->flags & HASH_UNINITIALIZED ? 0 : $this->data - 4 * ((-$this->mask) & 0xffffffff);
    }

    /** @return iterable<int, array{int, int, int, int}> value, type, type flags, address of the key (0: a number) */
    public function entries(Memory $memory, int $from = 0): iterable
    {
        $step = 4096;
        for (; $from < $this->used; $from += $step) {
            $bytes = $memory->read($this->data + $from * $this->stride, \min($step, $this->used - $from) * $this->stride);
            for ($at = 0; $at + $this->stride <= \strlen($bytes); $at += $this->stride) {
                ['value' => $value, 'type' => $type, 'flags' => $flags] = \unpack('Pvalue/Ctype/Cflags', $bytes, $at);
                if ($type !== 0) {
                    yield [$value, $type, $flags, $this->stride === 32 && !($this->flags & HASH_PACKED) ? \unpack('P', $bytes, $at + 24)[1] : 0];
                }
            }
        }
    }
}

/** The classes whose entries in our own memory are measured. */
class Measured
{
    public $p0, $p1, $p2, $p3, $p4, $p5, $p6, $p7, $p8, $p9, $p10, $p11, $p12, $p13, $p14, $p15, $p16, $p17, $p18;
    public static $s0, $s1, $s2, $s3, $s4, $s5, $s6, $s7, $s8, $s9, $s10;
    public function m0() {}
    public function m1() {}
    public function m2() {}
    public function m3() {}
    public function m4() {}
    public function m5() {}
    public function m6() {}
    public function m7() {}
    public function m8() {}
    public function m9() {}
    public function m10() {}
    public function m11($used)
    {
        return function () use ($used) { return [$this, $used]; };
    }
    public static function m12() {}
}

#[\AllowDynamicProperties]
final class Extended
{
    public $declared = 1;
}

/** Where zend_class_entry, zend_object, zend_closure, executor_globals and compiler_globals keep what we need. */
final class Layout
{
    /** Offsets from the image's bias: of objects_store, and of the pointers to class_table and function_table. */
    public $objects;
    public $classes;
    public $functions;
    /** Of map_ptr_base; null where it is not found. */
    public $mapBase;
    /** Of symbol_table, which stands in executor_globals itself; null where it is not found. */
    public $globals;
    /** Offsets in zend_class_entry. */
    public $className;
    public $propertyCount;
    public $staticCount;
    public $staticTable;
    public $staticTableIsPointedTo = false;
    public $methods;
    public $properties;
    /** Offsets in zend_closure; its zend_function stands at 56. */
    public $closureThis;
    public $closureVariables;
    /** Of function_name in zend_function; of last_var in a zend_op_array. */
    public $functionName;
    public $variableCount;
    /** Of filename in a zend_op_array, behind which its first line stands; null where it is not found. */
    public $fileName;
    /** Of zend_object_handlers from the image's bias: they tell what an object is inside, whatever its class. @var int[] by name of our class */
    public $handlers = [];
    /** Offsets in zend_generator, and of the first variable in zend_execute_data. */
    public $generatorFrame;
    public $generatorValue;
    public $frameVariables;
    /** Of the zend_array from a SplObjectStorage (negative: before the object), and of the datum in an element; its object comes first. */
    public $storageTable;
    public $storageDatum;
    public $packedStride;
    /** The type that stands for "the value is elsewhere" in tables of properties. */
    public $indirect;

    private $own;
    private $bias;

    public function __construct(Memory $own, Image $image)
    {
        $this->own = $own;
        $this->bias = $image->bias;
        $object = new Measured();
        $this->objects = $this->findObjects($image->globals('executor_globals'), [$object, $this, $own]);
        $class = $own->word($this->addressOf($object) + 16);
        $this->measureClass($class);
        $this->measureArrays();
        [$this->classes, $this->functions] = $this->findTables($image->globals('executor_globals'), ['swtop\\measured', 'swtop\\said']);
        $this->globals = $this->findGlobals($image->globals('executor_globals'));
        $compiler = $image->symbol('compiler_globals');
        if ($compiler !== null) {
            $this->measureMap(...$compiler);
        }
        $this->measureStatics($class);
        $this->measureClosure($object);
        $this->measureStorage();
        $this->measureGenerator();
    }

    /** objects_store: buckets@0 top@8 size@12. Bucket N is the object with handle N. */
    private function findObjects(array $ranges, array $objects): int
    {
        foreach ($ranges as [$start, $length]) {
            $globals = $this->own->read($start, $length);
            for ($at = 0; $at + 16 <= \strlen($globals); $at += 8) {
                ['buckets' => $buckets, 'top' => $top, 'size' => $size] = \unpack('Pbuckets/Vtop/Vsize', $globals, $at);
                if ($top < 2 || $size < $top || $size > 1 << 26 || !$this->own->isPointer($buckets)) {
                    continue;
                }
                $fits = true;
                foreach ($objects as $each) {
                    $fits = $fits && $this->own->half($this->own->word($buckets + 8 * \spl_object_id($each)) + 8) === \spl_object_id($each);
                }
                if ($fits) {
                    return $start + $at - $this->bias;
                }
            }
        }
        throw new Refusal('not-understood', 'objects_store of the reader itself');
    }

    private function addressOf(object $object): int
    {
        return $this->own->word($this->own->word($this->bias + $this->objects) + 8 * \spl_object_id($object));
    }

    private function handlersOf(object $object): int
    {
        return $this->own->word($this->addressOf($object) + 24);
    }

    private function measureClass(int $class): void
    {
        $bytes = $this->own->read($class, 640);
        for ($at = 0; $at + 64 <= \strlen($bytes); $at += 4) {
            [, $first, $second] = \unpack('V2', $bytes, $at);
            if ($at % 8 === 0 && $this->className === null && $this->own->text(\unpack('P', $bytes, $at)[1]) === Measured::class) {
                $this->className = $at;
            }
            if ($this->propertyCount === null && $first === 19 && $second === 11) {
                [$this->propertyCount, $this->staticCount] = [$at, $at + 4];
            }
            // a zend_array inside: used@24, count@28
            if ($at % 8 === 0) {
                [, $used, $count] = \unpack('V2', $bytes, $at + 24);
                if ($this->methods === null && $used === 13 && $count === 13) {
                    $this->methods = $at;
                } elseif ($this->properties === null && $used === 30 && $count === 30) {
                    $this->properties = $at;
                }
            }
        }
        foreach (['className', 'propertyCount', 'methods', 'properties'] as $each) {
            if ($this->$each === null) {
                throw new Refusal('not-understood', "zend_class_entry of the reader itself: $each");
            }
        }
    }

    /** By an object whose first property is an array of numbers, and one with a property that its class does not declare. */
    private function measureArrays(): void
    {
        $object = new Measured();
        $object->p0 = [7001, 7002, 7003];
        $object->p0[] = 7004;
        $table = Table::at($this->own, $this->own->word($this->addressOf($object) + 40), 16);
        $values = \unpack('P*', $this->own->read($table->data, 128));
        $this->packedStride = $values[3] === 7002 ? 16 : ($values[5] === 7002 ? 32 : 0);
        $extended = new Extended();
        $extended->{'added'} = 2;
        $table = Table::at($this->own, $this->own->word($this->addressOf($extended) + 32), 16);
        $this->indirect = $table === null ? 0 : \ord($this->own->read($table->data + 8, 1));
        if ($this->packedStride === 0 || $table->used !== 2 || $this->indirect < 11) {
            throw new Refusal('not-understood', 'zend_array of the reader itself');
        }
    }

    /** Of each key, the table with it; the reader's own are among the last. @return int[] offsets from the bias */
    private function findTables(array $ranges, array $keys): array
    {
        $found = [];
        foreach ($ranges as [$start, $length]) {
            foreach (\unpack('P*', $this->own->read($start, $length & ~7)) as $n => $address) {
                $table = $this->own->isPointer($address) ? Table::at($this->own, $address, 16) : null;
                if ($table === null || $table->used < 50 || $table->used > 100000 || !$this->own->isPointer($table->data)) {
                    continue;
                }
                foreach ($table->entries($this->own, \max(0, $table->used - 200)) as [, , , $name]) {
                    $which = $name === 0 ? false : \array_search($this->own->text($name), $keys, true);
                    if ($which !== false) {
                        $found[$which] = $found[$which] ?? $start + ($n - 1) * 8 - $this->bias;
                    }
                }
                if (\count($found) === \count($keys)) {
                    \ksort($found);
                    return $found;
                }
            }
        }
        throw new Refusal('not-understood', 'class_table of the reader itself');
    }

    /** By the name of a global variable that we make. */
    private function findGlobals(array $ranges): ?int
    {
        $GLOBALS['swtopMeasured'] = 1;
        foreach ($ranges as [$start, $length]) {
            $bytes = $this->own->read($start, $length);
            for ($at = 0; $at + 32 <= \strlen($bytes); $at += 8) {
                ['data' => $data, 'used' => $used, 'count' => $count] = \unpack('Pdata/Vused/Vcount', $bytes, $at + 16);
                if ($count < 1 || $count > $used || $used > 4096 || !$this->own->isPointer($data)) {
                    continue;
                }
                foreach (Table::of($bytes, $at, 16)->entries($this->own) as [, , , $name]) {
                    if ($name > LOWEST && $this->own->text($name) === 'swtopMeasured') {
                        return $start + $at - $this->bias;
                    }
                }
            }
        }
        return null;
    }

    /** map_ptr_base = map_ptr_real_base - 1: what opcache shares refers to a process's own values by odd offsets from it. */
    private function measureMap(int $compiler, int $length): void
    {
        $words = \unpack('P*', $this->own->read($compiler, \min($length ?: 1024, 8192)));
        for ($i = 1; isset($words[$i + 1]); $i++) {
            if ($words[$i] > LOWEST && $words[$i + 1] === $words[$i] - 1 && $this->own->isWritable($words[$i])) {
                $this->mapBase = $compiler + $i * 8 - $this->bias;
                return;
            }
        }
    }

    /** Of the eleven statics the fourth holds an array of 4321. */
    private function measureStatics(int $class): void
    {
        Measured::$s3 = \range(1, 4321);
        $base = $this->mapBase === null ? 0 : $this->own->word($this->bias + $this->mapBase);
        $isIt = function (int $table): bool {
            $value = $this->own->read($table + 3 * 16, 16);
            return \strlen($value) === 16 && \ord($value[8]) === IS_ARRAY && (Table::at($this->own, \unpack('P', $value)[1], 16)->count ?? 0) === 4321;
        };
        // static_members_table__ptr comes after the defaults, which are a table, too: the last that fits is it
        for ($at = ($this->staticCount + 11) & ~7; $at < $this->staticCount + 64; $at += 8) {
            $value = $this->own->word($class + $at);
            if ($value & 1 && $base !== 0 && $isIt($this->own->word($base + $value))) {
                [$this->staticTable, $this->staticTableIsPointedTo] = [$at, true];
            } elseif ($this->own->isPointer($value) && $isIt($value)) {
                [$this->staticTable, $this->staticTableIsPointedTo] = [$at, false];
            } elseif ($this->own->isPointer($value) && $isIt($this->own->word($value))) {
                [$this->staticTable, $this->staticTableIsPointedTo] = [$at, true];
            }
        }
        Measured::$s3 = null;
        if ($this->staticTable === null) {
            throw new Refusal('not-understood', 'static_members_table of the reader itself');
        }
    }

    private function measureClosure(Measured $object): void
    {
        $used = new \stdClass();
        $closure = $object->m11($used);
        [$at, $this_, $variable] = [$this->addressOf($closure), $this->addressOf($object), $this->addressOf($used)];
        $bytes = $this->own->read($at, 512);
        $holds = function (int $address) use ($variable): bool {
            $table = $this->own->isPointer($address) ? Table::at($this->own, $address, $this->packedStride) : null;
            return $table !== null && $table->used === 1 && $this->own->word($table->data) === $variable;
        };
        for ($offset = 56; $offset + 16 <= \strlen($bytes); $offset += 8) {
            $value = \unpack('P', $bytes, $offset)[1];
            if ($this->closureThis === null && $value === $this_ && \ord($bytes[$offset + 8]) === IS_OBJECT) {
                $this->closureThis = $offset;
            }
            if ($holds($value) || ($this->own->isPointer($value) && $holds($this->own->word($value)))) {
                // static_variables comes first and is only what the function began with
                $this->closureVariables = $this->closureVariables ?? $offset;
            }
            $text = $this->own->text($value);
            if ($this->functionName === null && \strpos($text, '{closure') !== false) {
                $this->functionName = $offset - 56;
            }
            if ($this->fileName === null && $text === __FILE__ && $this->own->half($at + $offset + 8) === (new \ReflectionFunction($closure))->getStartLine()) {
                $this->fileName = $offset - 56;
            }
        }
        if ($this->closureThis === null || $this->closureVariables === null) {
            throw new Refusal('not-understood', 'zend_closure of the reader itself');
        }
        $this->handlers['Closure'] = $this->handlersOf($closure) - $this->bias;
    }

    /** spl_SplObjectStorage: a table of elements {object, datum} before the zend_object. Where it is not found, what it holds counts as held from elsewhere. */
    private function measureStorage(): void
    {
        $storage = new \SplObjectStorage();
        [$object, $datum] = [new \stdClass(), new \stdClass()];
        $storage[$object] = $datum;
        $at = $this->addressOf($storage);
        // zend_object_handlers.offset: how far the zend_object stands inside
        $before = $this->own->half($this->handlersOf($storage));
        if ($before === 0 || $before > 4096) {
            return;
        }
        for ($offset = -$before; $offset <= -56; $offset += 8) {
            $table = Table::at($this->own, $at + $offset, 16);
            $element = $table !== null && $table->used === 1 && $table->count === 1 && $this->own->isPointer($table->data) ? $this->own->word($table->data) : 0;
            if ($element === 0 || $this->own->word($element) !== $this->addressOf($object)) {
                continue;
            }
            foreach ([8, 16] as $place) {
                if ($this->own->word($element + $place) === $this->addressOf($datum)) {
                    [$this->storageTable, $this->storageDatum] = [$offset, $place];
                    $this->handlers['SplObjectStorage'] = $this->handlersOf($storage) - $this->bias;
                    return;
                }
            }
        }
    }

    /** zend_generator: its frame (zend_execute_data, with func at 24 and This at 32) and the value it waits with. Two generators with 3 and 7 variables tell how many there are. */
    private function measureGenerator(): void
    {
        $marks = [new \stdClass(), new \stdClass()];
        $few = (static function ($a, $b, $c) { yield $a; return [$b, $c]; })($marks[0], 1, 2);
        $more = (static function ($a, $b, $c, $d, $e, $f, $g) { yield $a; return [$b, $c, $d, $e, $f, $g]; })($marks[1], 1, 2, 3, 4, 5, 6);
        $few->current();
        $more->current();
        $at = $this->addressOf($few);
        $mark = $this->addressOf($marks[0]);
        for ($offset = 40; $offset < 320; $offset += 8) {
            $value = $this->own->word($at + $offset);
            if ($this->generatorValue === null && $value === $mark && $this->own->half($at + $offset + 8) % 256 === IS_OBJECT) {
                $this->generatorValue = $offset;
            }
            for ($first = 64; $first <= 112 && $this->generatorFrame === null && $this->own->isPointer($value); $first += 8) {
                if ($this->own->word($value + $first) === $mark && $this->own->half($value + $first + 8) % 256 === IS_OBJECT && $this->own->word($value + 24) > LOWEST) {
                    [$this->generatorFrame, $this->frameVariables] = [$offset, $first];
                }
            }
        }
        if ($this->generatorFrame === null || $this->generatorValue === null) {
            $this->generatorFrame = null;
            return;
        }
        $function = $this->own->word($this->own->word($at + $this->generatorFrame) + 24);
        $larger = $this->own->word($this->own->word($this->addressOf($more) + $this->generatorFrame) + 24);
        for ($offset = 40; $offset < 200; $offset += 4) {
            // num_args is the same as last_var here, but comes before it
            if ($this->own->half($function + $offset) === 3 && $this->own->half($larger + $offset) === 7) {
                $this->variableCount = $offset;
            }
        }
        if ($this->variableCount !== null) {
            $this->handlers['Generator'] = $this->handlersOf($few) - $this->bias;
        }
    }
}

/** The process as PHP sees it: its objects, classes and functions. */
final class Process
{
    public $memory;
    public $layout;
    public $heap;
    private $watch;
    private $bias;
    private $mapBase;
    /** Address of zend_object_handlers by what they are for. @var int[] */
    public $handlers = [];
    /** By address of the zend_class_entry. */
    private $names = [];
    private $counts = [];
    private $propertyNames = [];

    public function __construct(Memory $memory, Layout $layout, Image $image, Heap $heap, Watch $watch)
    {
        $this->memory = $memory;
        $this->layout = $layout;
        $this->heap = $heap;
        $this->watch = $watch;
        $this->bias = $image->bias;
        $this->mapBase = $layout->mapBase === null ? 0 : $memory->word($this->bias + $layout->mapBase);
        foreach ($layout->handlers as $name => $offset) {
            $this->handlers[$name] = $this->bias + $offset;
        }
    }

    public function className(int $class): string
    {
        if (!isset($this->names[$class])) {
            $this->names[$class] = $this->memory->text($this->memory->word($class + $this->layout->className));
        }
        return $this->names[$class];
    }

    public function propertyCount(int $class): int
    {
        if (!isset($this->counts[$class])) {
            $count = $this->memory->half($class + $this->layout->propertyCount);
            $this->counts[$class] = $count <= 4096 ? $count : 0;
        }
        return $this->counts[$class];
    }

    public function table(int $address): ?Table
    {
        return $address >= LOWEST && ($address & 7) === 0 ? Table::at($this->memory, $address, $this->layout->packedStride) : null;
    }

    /** Of static variables and members: a table, or a pointer to it, or an odd offset into this process's map. 0: none. */
    public function resolve(int $value, bool $isPointedTo): int
    {
        if ($value & 1) {
            return $this->mapBase === 0 ? 0 : $this->memory->word($this->mapBase + $value);
        }
        return $isPointedTo && $value !== 0 ? $this->memory->word($value) : $value;
    }

    /** Address of the table of a closure's own variables; 0: it has none. */
    public function closureTable(int $closure): int
    {
        return $this->variables($closure + 56);
    }

    /** Address of the table of a function's static variables; 0: it has none, or none yet. A constant one is what it begins with. */
    public function variables(int $function): int
    {
        // ZEND_USER_FUNCTION
        if (\ord($this->memory->read($function, 1) ?: "\0") !== 2) {
            return 0;
        }
        $at = $this->memory->word($function + $this->layout->closureVariables - 56);
        foreach ([$this->resolve($at, false), $this->resolve($at, true)] as $address) {
            $info = $address >= LOWEST && ($address & 7) === 0 ? $this->memory->half($address + 4) : 0;
            if (($info & 15) === IS_ARRAY && !($info & IMMUTABLE)) {
                return $address;
            }
        }
        return 0;
    }

    /**
     * Live objects, chunk by chunk: [address of the chunk, its bytes or '' where few lie in it, addresses of the objects, packed].
     * @return iterable<array{int, string, string}>
     */
    public function objects(): iterable
    {
        ['buckets' => $buckets, 'top' => $top, 'size' => $size] = \unpack('Pbuckets/Vtop/Vsize', $this->memory->read($this->bias + $this->layout->objects, 16) . \str_repeat("\0", 16));
        if ($top < 1 || $top > $size || $size > 1 << 27 || !$this->memory->isPointer($buckets)) {
            throw new Refusal('not-understood', 'objects_store');
        }
        $this->requireHandles($buckets, $top);
        $byChunk = [];
        for ($from = 1; $from < $top; $from += 8192) {
            $this->watch->look();
            $block = $this->memory->read($buckets + 8 * $from, 8 * \min(8192, $top - $from));
            $block = \substr($block, 0, \strlen($block) & ~7) . \str_repeat("\xff", 8);
            $chunk = 0;
            $begin = $at = 0;
            // neighbours are mostly of one chunk: a run at a time; a free handle has its lowest bit set
            foreach (\unpack('P*', $block) as $object) {
                $its = $object & 1 ? 0 : $object >> 21;
                if ($its !== $chunk) {
                    if ($chunk > 0) {
                        $byChunk[$chunk] = ($byChunk[$chunk] ?? '') . \substr($block, $begin, $at - $begin);
                    }
                    $chunk = $its;
                    $begin = $at;
                }
                $at += 8;
            }
        }
        unset($block);
        foreach ($byChunk as $chunk => $offsets) {
            $this->watch->look();
            $base = $chunk << 21;
            unset($byChunk[$chunk]);
            $isWorthIt = \strlen($offsets) > 8 * 100 && isset($this->heap->maps[$base]);
            yield [$base, $isWorthIt ? $this->memory->read($base, CHUNK) : '', $offsets];
        }
    }

    private function requireHandles(int $buckets, int $top): void
    {
        $seen = $wrong = 0;
        foreach (\unpack('P*', $this->memory->read($buckets, 8 * \min($top, 64))) as $n => $object) {
            if (!($object & 1) && $object !== 0) {
                $seen++;
                $wrong += $this->memory->half($object + 8) === $n - 1 ? 0 : 1;
            }
        }
        // one may have been made anew between two reads
        if ($wrong > 1 + $seen / 8) {
            throw new Refusal('not-understood', 'handles of objects');
        }
    }

    /** @return array[] live objects by class: name, count, and the bytes of the objects alone (all of one class are of one size) */
    public function histogram(): array
    {
        $counts = $first = [];
        foreach ($this->objects() as [$base, $chunk, $offsets]) {
            foreach (\unpack('P*', $offsets) as $offset) {
                $offset &= CHUNK - 1;
                $class = $chunk === '' ? $this->memory->near($base + $offset + 16, 8) : \substr($chunk, $offset + 16, 8);
                if (isset($counts[$class])) {
                    $counts[$class]++;
                } else {
                    $counts[$class] = 1;
                    $first[$class] = $base + $offset;
                }
            }
        }
        $rows = [];
        foreach ($counts as $class => $count) {
            $name = \strlen($class) === 8 ? $this->className(\unpack('P', $class)[1]) : '';
            if ($name !== '') {
                $rows[] = ['name' => $name, 'count' => $count, 'shallowBytes' => $count * $this->heap->sizeOf($first[$class])];
            }
        }
        return $rows;
    }

    /** @return array[] what the gc buffer holds: class or `array`, count */
    public function rootClasses(array $roots): array
    {
        $counts = [];
        foreach ($roots as $n => $root) {
            if ($n % 1000 === 0) {
                $this->watch->look();
            }
            $head = $this->memory->near($root, 24);
            if (\strlen($head) === 24) {
                $type = \ord($head[4]) & 15;
                $name = $type === IS_OBJECT ? $this->className(\unpack('P', $head, 16)[1]) : ($type === IS_ARRAY ? 'array' : 'other');
                $counts[$name] = ($counts[$name] ?? 0) + 1;
            }
        }
        $rows = [];
        foreach ($counts as $name => $count) {
            $rows[] = ['name' => (string) $name, 'count' => $count];
        }
        return $rows;
    }

    /** @return iterable<int> addresses of zend_class_entry */
    public function classes(): iterable
    {
        $table = $this->table($this->memory->word($this->bias + $this->layout->classes));
        if ($table === null || $table->used < 50 || $table->used > 1 << 20) {
            throw new Refusal('not-understood', 'class_table');
        }
        $seen = [];
        foreach ($table->entries($this->memory) as [$class]) {
            // class_alias: one class, two keys
            if (!isset($seen[$class])) {
                $seen[$class] = true;
                yield $class;
            }
        }
    }

    /** @return iterable<int> addresses of zend_function that are written in PHP */
    public function functions(): iterable
    {
        yield from $this->functionsIn($this->memory->word($this->bias + $this->layout->functions));
        foreach ($this->classes() as $class) {
            // ZEND_USER_CLASS
            if (\ord($this->memory->read($class, 1) ?: "\0") === 2) {
                yield from $this->functionsIn($class + $this->layout->methods);
            }
        }
    }

    private function functionsIn(int $address): iterable
    {
        $table = $this->table($address);
        if ($table === null || $table->used > 1 << 20) {
            return;
        }
        foreach ($table->entries($this->memory) as [$function]) {
            if (\ord($this->memory->read($function, 1) ?: "\0") === 2) {
                yield $function;
            }
        }
    }

    /** zend_function: function_name, then scope. */
    public function functionName(int $function): string
    {
        if ($this->layout->functionName === null) {
            return '?';
        }
        ['name' => $name, 'scope' => $scope] = \unpack('Pname/Pscope', $this->memory->read($function + $this->layout->functionName, 16) . \str_repeat("\0", 16));
        $class = $scope > LOWEST ? $this->className($scope) . '::' : '';
        $text = $this->memory->text($name);
        // up to 8.3 all closures of a namespace have one name
        $isNameless = \substr($text, -9) === '{closure}';
        return ($isNameless ? $this->placeOf($function) : '') . $class . $text . '()';
    }

    /** `handlers.php:12 `; empty where it is not known. */
    private function placeOf(int $function): string
    {
        $bytes = $this->layout->fileName === null ? '' : $this->memory->read($function + $this->layout->fileName, 12);
        if (\strlen($bytes) < 12) {
            return '';
        }
        ['file' => $file, 'line' => $line] = \unpack('Pfile/Vline', $bytes);
        $name = $this->memory->text($file);
        return $name === '' ? '' : \basename($name) . ":$line ";
    }

    /** @return iterable<int, array{int, int, int, int}> as Table::entries(), of global variables */
    public function globals(): iterable
    {
        $table = $this->layout->globals === null ? null : $this->table($this->bias + $this->layout->globals);
        return $table === null || $table->used > 100000 ? [] : $table->entries($this->memory);
    }

    /** Name of a property by where it is kept: an index of statics, or an offset in objects (40, 56, ..). */
    public function propertyName(int $class, int $place, bool $isStatic): string
    {
        if (!isset($this->propertyNames[$class])) {
            $this->propertyNames[$class] = [];
            $table = $this->table($class + $this->layout->properties);
            foreach ($table === null || $table->used > 10000 ? [] : $table->entries($this->memory) as [$property, , , $key]) {
                ['place' => $at, 'flags' => $flags] = \unpack('Vplace/Vflags', $this->memory->read($property, 8) . \str_repeat("\0", 8));
                // ZEND_ACC_STATIC
                $this->propertyNames[$class][($flags & 16 ? 's' : 'o') . $at] = $this->memory->text($key);
            }
        }
        return $this->propertyNames[$class][($isStatic ? 's' : 'o') . $place] ?? "#$place";
    }
}

/** Arrays, and who holds them. Of a property that many objects have, all its arrays count together; what several refer to counts once. */
final class Holders
{
    /** From so many elements, or so many bytes, on an array is listed. */
    const LEAST = 16;
    const LEAST_BYTES = 65536;
    const SHOWN = 16;
    /** Values that are looked into: of each array, and then of those that seem the largest. Of arrays that many objects have, this of each that is a sample. */
    const ROUGHLY = 200;
    const WELL = 8000;
    const EACH = 24;
    const SAMPLES = 64;
    /** Arrays of properties whose place is remembered until they are looked at, chunk by chunk: 12 MiB. */
    const MOST_PENDING = 1 << 20;

    /** What was left out, in words; null: nothing. */
    public $cut;
    private $process;
    private $memory;
    private $watch;
    /** By name. @var Held[] */
    private $found = [];
    /** Names by number, for the records of $pending. @var string[] */
    private $numbered = [];

    public function __construct(Process $process, Watch $watch)
    {
        $this->process = $process;
        $this->memory = $process->memory;
        $this->watch = $watch;
    }

    private function held(string $holder, string $kind): Held
    {
        return $this->found[$holder] ?? ($this->found[$holder] = new Held($kind));
    }

    /** The value, or what the reference refers to: [value, type, flags]. */
    private function followed(int $value, int $type, int $flags): array
    {
        if ($type !== IS_REFERENCE) {
            return [$value, $type, $flags];
        }
        $inner = $this->memory->near($value + 8, 16);
        return \strlen($inner) === 16 ? \array_values(\unpack('Pvalue/Ctype/Cflags', $inner)) : [0, 0, 0];
    }

    /** An array without flags is constant: nobody's memory. */
    private function addZval(string $holder, string $kind, array $zval): void
    {
        [$value, $type, $flags] = $this->followed(...$zval);
        if ($type !== IS_ARRAY || $flags === 0) {
            return;
        }
        $head = $this->memory->near($value, 32);
        if (\strlen($head) === 32) {
            $held = $this->held($holder, $kind);
            if (!isset($held->tables[$value])) {
                $held->tables[$value] = true;
                $held->add($value, 1, \unpack('V', $head, 28)[1]);
            }
        }
    }

    public function addStatics(): void
    {
        ['memory' => $memory, 'layout' => $layout] = \get_object_vars($this->process);
        foreach ($this->process->classes() as $n => $class) {
            if ($n % 200 === 0) {
                $this->watch->look();
            }
            $head = $memory->read($class, $layout->staticTable + 8);
            if (\strlen($head) < $layout->staticTable + 8) {
                continue;
            }
            $count = \unpack('V', $head, $layout->staticCount)[1];
            $table = $count === 0 || $count > 4096 ? 0 : $this->process->resolve(\unpack('P', $head, $layout->staticTable)[1], $layout->staticTableIsPointedTo);
            if ($table === 0) {
                continue;
            }
            $values = $memory->read($table, 16 * $count);
            for ($i = 0; 16 * ($i + 1) <= \strlen($values); $i++) {
                $zval = \array_values(\unpack('Pvalue/Ctype/Cflags', $values, 16 * $i));
                // an inherited static is where its class has it (IS_INDIRECT): told there
                if ($zval[1] === IS_ARRAY || $zval[1] === IS_REFERENCE) {
                    $this->addZval($this->process->className($class) . '::$' . $this->process->propertyName($class, $i, true), 'static', $zval);
                }
            }
        }
    }

    /** Global variables: those of the script that was started are kept where it runs (IS_INDIRECT). */
    public function addGlobals(): void
    {
        foreach ($this->process->globals() as [$value, $type, $flags, $key]) {
            if ($type === $this->process->layout->indirect) {
                $inner = $this->memory->read($value, 16);
                [$value, $type, $flags] = \strlen($inner) === 16 ? \array_values(\unpack('Pvalue/Ctype/Cflags', $inner)) : [0, 0, 0];
            }
            if ($type === IS_ARRAY || $type === IS_REFERENCE) {
                $this->addZval("\$GLOBALS['" . $this->memory->text($key) . "']", 'global', [$value, $type, $flags]);
            }
        }
    }

    public function addStaticVariables(): void
    {
        foreach ($this->process->functions() as $n => $function) {
            if ($n % 500 === 0) {
                $this->watch->look();
            }
            $this->addVariables($function);
        }
    }

    private function addVariables(int $function): void
    {
        $address = $this->process->variables($function);
        $table = $address === 0 ? null : $this->process->table($address);
        if ($table === null || $table->used === 0 || $table->used > 4096) {
            return;
        }
        foreach ($table->entries($this->memory) as [$value, $type, $flags, $key]) {
            if ($type === IS_ARRAY || $type === IS_REFERENCE) {
                $name = $this->memory->text($key);
                $this->addZval($this->process->functionName($function) . "::\$$name", 'static-variable', [$value, $type, $flags]);
            }
        }
    }

    /** @param callable(float): void $told how far it is, 0 to 1 */
    public function addProperties(callable $told): void
    {
        $memory = $this->memory;
        $closure = $this->process->handlers['Closure'];
        $done = $read = $pendingCount = 0;
        /** By chunk: address of a table and number of its holder. @var string[] $pending */
        $pending = [];
        /** Of each class: number of its properties, then a record's end for each. */
        $plans = [];
        foreach ($this->process->objects() as [$base, $chunk, $offsets]) {
            $told(\min(1, ++$done / \max(1, \count($this->process->heap->maps))));
            if ($this->watch->isEnough()) {
                $this->cut = "the first $read objects were read";
                break;
            }
            $read += \strlen($offsets) >> 3;
            foreach (\unpack('P*', $offsets) as $address) {
                $bytes = $chunk;
                $at = $address & (CHUNK - 1);
                if ($chunk === '' || $at + 40 > CHUNK) {
                    $bytes = $memory->near($address, 40);
                    $at = 0;
                    if (\strlen($bytes) < 40) {
                        continue;
                    }
                }
                [, $class, $handlers, $dynamic] = \unpack('P3', $bytes, $at + 16);
                $plan = $plans[$class] ?? ($plans[$class] = $this->planOf($class));
                $count = $plan[0];
                if ($count > 0) {
                    $at += 40;
                    if ($chunk === '' || $at + 16 * $count > CHUNK) {
                        $bytes = $memory->near($address + 40, 16 * $count);
                        $at = 0;
                        $count = \strlen($bytes) >> 4;
                    }
                    for ($i = 1; $i <= $count; $i++, $at += 16) {
                        if ($bytes[$at + 8] === "\x07" && $bytes[$at + 9] !== "\0") {
                            $record = \substr($bytes, $at, 8);
                            $its = \unpack('P', $record)[1] >> 21;
                            if (isset($pending[$its])) {
                                $pending[$its] .= $record . $plan[$i];
                            } else {
                                $pending[$its] = $record . $plan[$i];
                            }
                            $pendingCount++;
                        }
                    }
                }
                if ($dynamic > LOWEST && $this->process->className($class) !== '') {
                    $its = $dynamic >> 21;
                    $pending[$its] = $pending[$its] ?? '';
                    $pending[$its] .= \pack('P', $dynamic) . $this->dynamicOf($class);
                    $pendingCount++;
                }
                if ($handlers === $closure) {
                    $this->addVariables($address + 56);
                }
            }
            if ($pendingCount > self::MOST_PENDING) {
                $this->addPending($pending);
                $pendingCount = 0;
            }
        }
        unset($chunk, $bytes);
        $this->addPending($pending);
    }

    private function planOf(int $class): array
    {
        // what was freed meanwhile is of no class
        $count = $this->process->className($class) === '' ? 0 : $this->process->propertyCount($class);
        $plan = [$count];
        for ($i = 0; $i < $count; $i++) {
            $plan[] = \pack('V', $this->numberOf($this->process->className($class) . '->$' . $this->process->propertyName($class, 40 + 16 * $i, false)));
        }
        return $plan;
    }

    private $dynamics = [];

    /** Names of properties that no class declares may be anything, a customer's number as well: they are not told. */
    private function dynamicOf(int $class): string
    {
        return $this->dynamics[$class] ?? ($this->dynamics[$class] = \pack('V', $this->numberOf($this->process->className($class) . '->(dynamic properties)')));
    }

    private function numberOf(string $holder): int
    {
        $this->numbered[] = $holder;
        return \count($this->numbered) - 1;
    }

    /** The heads of the tables that are pending, chunk by chunk: in a heap that is in use for long an object's array lies anywhere. */
    private function addPending(array &$pending): void
    {
        $held = [];
        foreach (\array_keys($pending) as $number) {
            $this->watch->look();
            $records = $pending[$number];
            unset($pending[$number]);
            $base = $number << 21;
            $chunk = \strlen($records) > 12 * 100 && isset($this->process->heap->maps[$base]) ? $this->memory->read($base, CHUNK) : '';
            for ($from = 0, $end = \strlen($records); $from < $end; $from += 12) {
                ['table' => $table, 'holder' => $holder] = \unpack('Ptable/Vholder', $records, $from);
                $bytes = $chunk;
                $at = $table & (CHUNK - 1);
                if ($at + 32 > \strlen($chunk)) {
                    $bytes = $this->memory->near($table, 32);
                    $at = 0;
                    if (\strlen($bytes) < 32) {
                        continue;
                    }
                }
                ['references' => $references, 'info' => $info, 'used' => $used, 'count' => $count] = \unpack('Vreferences/Vinfo/x16/Vused/Vcount', $bytes, $at);
                // empty ones are nobody's load; what was an array may be anything by now
                if ($count > 0 && $count <= $used && ($info & 15) === IS_ARRAY && $references > 0) {
                    $its = $held[$holder] ?? ($held[$holder] = $this->held($this->numbered[$holder], 'property'));
                    $its->add($table, $references, $count);
                }
            }
        }
    }

    /** @return array[] the largest by deep size */
    public function rows(): array
    {
        \uasort($this->found, static function ($a, $b) { return $b->elements <=> $a->elements; });
        $left = 0;
        foreach ($this->found as $held) {
            $this->watch->look();
            if ($held->roughly === null && $this->watch->isEnough()) {
                $left++;
            } elseif ($held->roughly === null) {
                $held->roughly = $this->isStillThere($held) ? $this->measured($held, self::ROUGHLY) : 0;
            }
        }
        if ($left > 0) {
            $this->cut = "$left of " . \count($this->found) . ' arrays were not measured';
        }
        $isListed = static function ($held) {
            // of globals, PHP's own ($_SERVER) have some dozens of entries in every process
            return $held->roughly >= self::LEAST_BYTES || ($held->roughly > 0 && $held->elements >= self::LEAST && $held->kind !== 'global');
        };
        $listed = \array_filter($this->found, $isListed);
        \uasort($listed, static function ($a, $b) { return $b->roughly <=> $a->roughly; });
        $rows = [];
        foreach (\array_slice($listed, 0, self::SHOWN, true) as $holder => $held) {
            $this->watch->look();
            $this->isSampled = false;
            $deep = $this->measured($held, self::WELL);
            $rows[] = ['holder' => (string) $holder, 'kind' => $held->kind, 'elements' => (int) \round($held->elements), 'deepBytes' => (int) $deep, 'sampled' => $this->isSampled];
        }
        \usort($rows, static function ($a, $b) { return $b['deepBytes'] <=> $a['deepBytes']; });
        return $rows;
    }

    /** In a process that goes on, what was an array may be anything by now: its entries must fit into what the allocator gave for them. */
    private function isStillThere(Held $held): bool
    {
        [$elements, $address] = $held->largest;
        $table = $this->process->table($address);
        $isArray = ($this->memory->half($address + 4) & 15) === IS_ARRAY;
        return $isArray && $table !== null && $table->count > 0 && \abs($table->count - $elements) <= $elements / 2
            && $table->used * $table->stride <= $this->process->heap->sizeOf($table->block());
    }

    private $isSampled = false;

    /**
     * Bytes of what a holder has: of one array, with all that only it refers to. Of many, what they take without objects, which may hold each other
     * and would count twice; at least the largest with all that it has.
     */
    private function measured(Held $held, int $values): float
    {
        $largest = $this->deepBytes($held->largest[1], $values, true);
        if ($held->number === 1) {
            return $largest;
        }
        $sum = $looked = 0;
        $each = \max(self::EACH, \intdiv($values, self::SAMPLES));
        foreach ($held->samples as [$table, $references]) {
            if ($table !== $held->largest[1]) {
                $sum += $this->deepBytes($table, $each, false) / $references;
                $looked++;
            }
        }
        $this->isSampled = $this->isSampled || $held->number - 1 > $looked;
        return \max($largest, $this->deepBytes($held->largest[1], $values, false) + ($looked === 0 ? 0 : $sum / $looked * ($held->number - 1)));
    }

    /**
     * Bytes of an array with all that only it refers to; where it has more values than are looked into, those of some, projected.
     * @param int $values how many are looked into
     */
    private function deepBytes(int $address, int $values, bool $isWithObjects): float
    {
        ['memory' => $memory, 'heap' => $heap] = \get_object_vars($this->process);
        $head = $memory->near($address, 32);
        if (\strlen($head) < 32) {
            return 0;
        }
        $table = Table::of($head, 0, $this->process->layout->packedStride);
        $own = $heap->sizeOf($address) + ($table->used > 0 ? $heap->sizeOf($table->block()) : 0);
        if ($table->used === 0) {
            return $own;
        }
        $looks = \min($table->used, \max(16, \intdiv($values, 20)));
        if ($values < 2) {
            $this->isSampled = true;
            return $own;
        }
        $each = \intdiv($values, $looks);
        $isHashed = $table->stride === 32 && !($table->flags & HASH_PACKED);
        $sum = $looked = 0;
        for ($n = 0; $n < $looks; $n++) {
            // one of each stretch, not always the same: what is every tenth is neither all nor none
            $i = $looks === $table->used ? $n : (int) (($n + ($n * 40503 % 65536) / 65536) * $table->used / $looks);
            $entry = $memory->near($table->data + $i * $table->stride, $table->stride);
            if (\strlen($entry) < $table->stride) {
                break;
            }
            $looked++;
            ['value' => $value, 'type' => $type, 'flags' => $flags] = \unpack('Pvalue/Ctype/Cflags', $entry);
            if ($type !== 0 && $isHashed) {
                $key = \unpack('P', $entry, 24)[1];
                $sum += $key === 0 ? 0 : $this->ownBytes($key, IS_STRING, 1, false);
            }
            if ($type !== 0 && $flags !== 0) {
                $sum += $this->ownBytes($value, $type, $each, $isWithObjects);
            }
        }
        $this->isSampled = $this->isSampled || $looks < $table->used;
        return $own + ($looked > 0 ? $sum * $table->used / $looked : 0);
    }

    /** Of a value that nobody else refers to; else 0. */
    private function ownBytes(int $value, int $type, int $values, bool $isWithObjects): float
    {
        $heap = $this->process->heap;
        $head = $this->memory->near($value, $type === IS_OBJECT ? 40 : 16);
        if (\strlen($head) < 16) {
            return 0;
        }
        ['references' => $references, 'info' => $info] = \unpack('Vreferences/Vinfo', $head);
        if ($references !== 1 || $info & IMMUTABLE) {
            return 0;
        }
        if ($type === IS_STRING) {
            return $heap->sizeOf($value);
        }
        if ($type === IS_ARRAY) {
            return $this->deepBytes($value, $values, $isWithObjects);
        }
        if ($type === IS_REFERENCE) {
            [$inner, $innerType, $flags] = $this->followed($value, $type, 1);
            return $heap->sizeOf($value) + ($flags !== 0 && $values > 1 ? $this->ownBytes($inner, $innerType, $values, $isWithObjects) : 0);
        }
        if ($type !== IS_OBJECT || !$isWithObjects || \strlen($head) < 40) {
            return 0;
        }
        return $heap->sizeOf($value) + $this->insideBytes($value, $head, $values);
    }

    /** What an object has: its properties, declared or not; a closure its variables. */
    private function insideBytes(int $object, string $head, int $values): float
    {
        [, $class, $handlers, $dynamic] = \unpack('P3', $head, 16);
        $variables = $handlers === $this->process->handlers['Closure'] ? $this->process->closureTable($object) : 0;
        $count = \min(256, $this->process->propertyCount($class));
        $parts = \max(1, $count + ($dynamic > LOWEST ? 1 : 0) + ($variables > 0 ? 1 : 0));
        if ($values < 2) {
            $this->isSampled = $this->isSampled || $count > 0 || $dynamic > LOWEST || $variables > 0;
            return 0;
        }
        $each = \intdiv($values, $parts);
        $sum = $dynamic > LOWEST ? $this->ownBytes($dynamic, IS_ARRAY, $each, true) : 0;
        $sum += $variables > 0 ? $this->ownBytes($variables, IS_ARRAY, $each, true) : 0;
        $own = $count === 0 ? '' : $this->memory->near($object + 40, 16 * $count);
        for ($at = 0; $at + 16 <= \strlen($own); $at += 16) {
            if ($own[$at + 9] !== "\0") {
                ['value' => $inner, 'type' => $innerType] = \unpack('Pvalue/Ctype', $own, $at);
                $sum += $this->ownBytes($inner, $innerType, $each, true);
            }
        }
        return $sum;
    }
}

/** The arrays of one holder, added up: which is the largest, and some of them. */
final class Held
{
    public $kind;
    /** How many arrays, and their elements; of one that several refer to, a share each time it is met. */
    public $number = 0;
    public $elements = 0;
    /** [elements, address] */
    public $largest = [0, 0];
    /** [address, references] @var int[][] */
    public $samples = [];
    /** Those that came by name. @var bool[] by address */
    public $tables = [];
    /** Bytes; null: not yet measured. */
    public $roughly;

    public function __construct(string $kind)
    {
        $this->kind = $kind;
    }

    public function add(int $table, int $references, int $elements): void
    {
        $this->number++;
        $this->elements += $references === 1 ? $elements : $elements / $references;
        if ($elements > $this->largest[0]) {
            $this->largest = [$elements, $table];
        }
        if ($this->number <= Holders::SAMPLES) {
            $this->samples[] = [$table, $references];
        } else {
            // each has the same chance to stay
            $place = \mt_rand(0, $this->number - 1);
            if ($place < Holders::SAMPLES) {
                $this->samples[$place] = [$table, $references];
            }
        }
    }
}

/** What gc_collect_cycles() would free, without running it: the possible roots and all that they reach, less what is referred to from elsewhere. */
final class DryRun
{
    const MOST_NODES = 200000;
    /** 8 MiB; gc itself records 10 001 before it runs, and more only where it finds nothing or is off. */
    const MOST_ROOTS = 500000;
    /** No round begins with more of it, so that a round and what was found before have room in our memory_limit; and so much of it is looked at twice. */
    const MOST_GARBAGE = 250000;
    /** Those of an object and of four properties. */
    const WORDS = 13;
    const FORMAT = 'P13';

    /** Not all that can be reached was followed. */
    public $isCut = false;
    public $followed = 0;
    private $process;
    private $memory;
    private $watch;
    /** A bit for every 8 bytes of a chunk that was followed in a round before. @var string[] */
    private $seen = [];
    /** Number of declared properties, by address of the class. */
    private $properties = [];
    private $indirect;
    /** Who goes through what lies inside of an object, by address of its handlers. @var string[] */
    private $insides = [];

    public function __construct(Process $process, Watch $watch)
    {
        $this->process = $process;
        $this->memory = $process->memory;
        $this->watch = $watch;
        $this->indirect = $process->layout->indirect;
        foreach (['Closure' => 'addClosure', 'SplObjectStorage' => 'addStorage', 'Generator' => 'addGenerator'] as $name => $inside) {
            if (isset($process->handlers[$name])) {
                $this->insides[$process->handlers[$name]] = $inside;
            }
        }
    }

    /**
     * The first words of a node, from 1: counter and type; then of an object handle, class, handlers, table, its first properties; of an array flags and mask, data, used and count.
     * @return int[]
     */
    private function words(int $node): array
    {
        $from = $node & (PIECE - 1);
        if ($from <= PIECE - self::WORDS * 8) {
            $piece = $this->memory->piece($node >> PIECE_BITS);
            if ($piece !== '') {
                return \unpack(self::FORMAT, $piece, $from);
            }
        }
        return \unpack(self::FORMAT, \str_pad($this->memory->read($node, self::WORDS * 8), self::WORDS * 8, "\0"));
    }

    /** Adds to $edges what a row of values refers to, nodes as their address, strings as its negative. A value is two words: itself, and its type with flags. */
    private function addEdges(array $words, int $from, int $step, int $to, array &$edges): void
    {
        for ($i = $from; $i < $to; $i += $step) {
            $info = $words[$i + 1];
            // flags are there only for values with a counter
            if ($info & 0xff00) {
                $type = $info & 0xff;
                if ($type === IS_OBJECT || $type === IS_ARRAY || $type === IS_REFERENCE) {
                    $edges[] = $words[$i];
                } elseif ($type === IS_STRING) {
                    $edges[] = -$words[$i];
                }
            } elseif (($info & 0xff) === $this->indirect) {
                $this->addRow($words[$i], 16, 16, $edges);
            }
        }
    }

    private function addRow(int $address, int $length, int $stride, array &$edges): void
    {
        $row = $this->memory->near($address, $length);
        if (\strlen($row) === $length) {
            $this->addEdges(\unpack('P*', $row), 1, $stride >> 3, $length >> 3, $edges);
        }
    }

    /** @param int[] $words of a zend_array */
    private function addTable(array $words, array &$edges): void
    {
        $flags = $words[2] & 0xffffffff;
        $used = $words[4] & 0xffffffff;
        // what a larger one refers to counts as held from elsewhere
        if ($flags & HASH_UNINITIALIZED || $used > self::MOST_NODES) {
            return;
        }
        $stride = $flags & HASH_PACKED ? $this->process->layout->packedStride : 32;
        for ($from = 0; $from < $used; $from += 2048) {
            $this->addRow($words[3] + $from * $stride, \min(2048, $used - $from) * $stride, $stride, $edges);
        }
    }

    /**
     * @param int[] $words of the node
     * @return int[] what gc would go to from here; what the insides of an extension refer to is not seen, so that it counts as live
     */
    private function edges(int $node, int $type, array $words): array
    {
        $edges = [];
        if ($type === IS_ARRAY) {
            $this->addTable($words, $edges);
        } elseif ($type === IS_REFERENCE) {
            $this->addEdges($words, 2, 2, 3, $edges);
        } elseif ($type === IS_OBJECT) {
            $inside = $this->insides[$words[4]] ?? null;
            if ($inside !== null) {
                $this->$inside($node, $edges);
            }
            $count = $this->properties[$words[3]] ?? ($this->properties[$words[3]] = $this->process->propertyCount($words[3]));
            if ($words[5] !== 0) {
                $this->addTable($this->words($words[5]), $edges);
            } elseif ($count <= 4) {
                $this->addEdges($words, 6, 2, 6 + 2 * $count, $edges);
            } else {
                $this->addRow($node + 40, 16 * $count, 16, $edges);
            }
        }
        return $edges;
    }

    private function addClosure(int $node, array &$edges): void
    {
        $this->addRow($node + $this->process->layout->closureThis, 16, 16, $edges);
        $variables = $this->process->closureTable($node);
        if ($variables !== 0) {
            $this->addTable($this->words($variables), $edges);
        }
    }

    /** Objects in a SplObjectStorage, each with its datum. */
    private function addStorage(int $node, array &$edges): void
    {
        foreach ($this->storageElements($node) as $element) {
            $edges[] = $this->wordAt($element);
            $this->addRow($element + $this->process->layout->storageDatum, 16, 16, $edges);
        }
    }

    /** @return int[] */
    private function storageElements(int $node): array
    {
        $words = $this->words($node + $this->process->layout->storageTable);
        $elements = [];
        $used = $words[2] & HASH_UNINITIALIZED ? 0 : $words[4] & 0xffffffff;
        $stride = $words[2] & HASH_PACKED ? $this->process->layout->packedStride : 32;
        for ($i = 0; $i < $used && $used <= self::MOST_NODES; $i++) {
            $entry = $this->memory->near($words[3] + $i * $stride, 16);
            if (\strlen($entry) === 16 && $entry[8] !== "\0") {
                $elements[] = \unpack('P', $entry)[1];
            }
        }
        return $elements;
    }

    /** A generator that waits: its variables, the value it waits with, and the closure or object it runs for. */
    private function addGenerator(int $node, array &$edges): void
    {
        $layout = $this->process->layout;
        $frame = $this->wordAt($node + $layout->generatorFrame);
        $this->addRow($node + $layout->generatorValue, 16, 16, $edges);
        if ($frame === 0) {
            return;
        }
        $function = $this->wordAt($frame + 24);
        $count = $this->memory->half($function + $layout->variableCount);
        if ($count <= 4096) {
            $this->addRow($frame + $layout->frameVariables, 16 * $count, 16, $edges);
        }
        if ($this->wordAt($function - 56 + 24) === $this->process->handlers['Closure']) {
            $edges[] = $function - 56;
        } elseif (($this->wordAt($frame + 40) & 0xff) === IS_OBJECT) {
            $edges[] = $this->wordAt($frame + 32);
        }
    }

    private function wordAt(int $address): int
    {
        $word = $this->memory->near($address, 8);
        return \strlen($word) === 8 ? \unpack('P', $word)[1] : 0;
    }

    /** What an object takes beside itself. */
    private function insideBytes(int $node, array $words): int
    {
        $heap = $this->process->heap;
        $table = $words[5];
        $bytes = 0;
        switch ($this->insides[$words[4]] ?? null) {
            case 'addClosure':
                $table = $this->process->closureTable($node);
                break;
            case 'addStorage':
                $bytes = $this->blockBytes($this->words($node + $this->process->layout->storageTable));
                foreach ($this->storageElements($node) as $element) {
                    $bytes += $heap->sizeOf($element);
                }
                break;
            case 'addGenerator':
                $bytes = $heap->sizeOf($this->wordAt($node + $this->process->layout->generatorFrame));
        }
        if ($table !== 0 && $this->memory->near($table, 4) === "\1\0\0\0") {
            $bytes += $heap->sizeOf($table) + $this->blockBytes($this->words($table));
        }
        return $bytes;
    }

    /**
     * In rounds of MOST_NODES, from the youngest root on, until all is followed or it is enough. What a round did not follow counts as live in it:
     * what is found is garbage, and there may be more.
     * @param ?array<int, int> $before what an earlier look found: no other is told
     * @return array<int, int> type of each node that gc would free, by its address
     */
    public function garbage(array $roots, ?array $before = null): array
    {
        $garbage = [];
        $this->seen = [];
        $this->followed = 0;
        do {
            $outer = [];
            $types = $this->reached($roots, $outer);
            $this->followed += \count($types);
            $isOver = $roots === [] || $this->watch->isEnough();
            $this->isCut = $this->isCut || $roots !== [];
            if (!$isOver) {
                $this->markSeen($types);
            }
            $this->dropLiving($types, $outer);
            foreach ($types as $node => $type) {
                if ($before === null || ($before[$node] ?? null) === $type) {
                    $garbage[$node] = $type;
                }
            }
            unset($types, $outer);
        } while (!$isOver && \count($garbage) < self::MOST_GARBAGE);
        $this->seen = [];
        return $garbage;
    }

    /**
     * Follows the last of $roots, which are taken from it.
     * @param int[] $outer how often each is referred to from elsewhere: its counter, less the references found in here
     * @return array<int, int> type of each node
     */
    private function reached(array &$roots, array &$outer): array
    {
        $types = [];
        $left = 2000;
        while ($roots !== []) {
            $stack = [\array_pop($roots)];
            while ($stack !== []) {
                $node = \array_pop($stack);
                if (isset($types[$node]) || ($this->seen !== [] && $this->isSeen($node))) {
                    continue;
                }
                $words = $this->words($node);
                $type = ($words[1] >> 32) & 15;
                if ($type !== IS_ARRAY && $type !== IS_OBJECT && $type !== IS_REFERENCE) {
                    continue;
                }
                if ($left-- === 0) {
                    $left = 2000;
                    $this->watch->look();
                    if (\count($types) >= self::MOST_NODES || $this->watch->isEnough()) {
                        $this->isCut = true;
                        return $types;
                    }
                }
                $types[$node] = $type;
                $outer[$node] = ($outer[$node] ?? 0) + ($words[1] & 0xffffffff);
                foreach ($this->edges($node, $type, $words) as $next) {
                    if ($next > 0) {
                        if (isset($outer[$next])) {
                            $outer[$next]--;
                        } else {
                            $outer[$next] = -1;
                            $stack[] = $next;
                        }
                    }
                }
            }
        }
        return $types;
    }

    /** Who is held from elsewhere lives, with all that it reaches. */
    private function dropLiving(array &$types, array &$outer): void
    {
        $stack = [];
        foreach ($types as $node => $_) {
            if ($outer[$node] > 0) {
                $stack[] = $node;
            }
        }
        $outer = [];
        for ($steps = 0; $stack !== []; $steps++) {
            if ($steps % 2000 === 0) {
                $this->watch->look();
            }
            $node = \array_pop($stack);
            if (!isset($types[$node])) {
                continue;
            }
            $type = $types[$node];
            unset($types[$node]);
            foreach ($this->edges($node, $type, $this->words($node)) as $next) {
                if ($next > 0 && isset($types[$next])) {
                    $stack[] = $next;
                }
            }
        }
    }

    private function markSeen(array $types): void
    {
        foreach ($types as $node => $_) {
            $chunk = $node >> 21;
            if (!isset($this->seen[$chunk])) {
                $this->seen[$chunk] = \str_repeat("\0", CHUNK >> 6);
            }
            $at = ($node & (CHUNK - 1)) >> 6;
            $this->seen[$chunk][$at] = $this->seen[$chunk][$at] | \chr(1 << (($node >> 3) & 7));
        }
    }

    private function isSeen(int $node): bool
    {
        $chunk = $this->seen[$node >> 21] ?? null;
        return $chunk !== null && \ord($chunk[($node & (CHUNK - 1)) >> 6]) >> (($node >> 3) & 7) & 1;
    }

    /** @param array<int, int> $garbage as `garbage()` has it */
    public function freeable(array $garbage): array
    {
        $bytes = $objects = $arrays = $steps = 0;
        $classes = [];
        foreach ($garbage as $node => $type) {
            if ($steps++ % 2000 === 0) {
                $this->watch->look();
            }
            $words = $this->words($node);
            $bytes += $this->process->heap->sizeOf($node);
            foreach ($this->edges($node, $type, $words) as $next) {
                // a string that only this node has
                if ($next < 0 && $this->memory->near(-$next, 4) === "\1\0\0\0") {
                    $bytes += $this->process->heap->sizeOf(-$next);
                }
            }
            if ($type === IS_ARRAY) {
                $arrays++;
                $bytes += $this->blockBytes($words);
            } elseif ($type === IS_OBJECT) {
                $objects++;
                $classes[$words[3]] = ($classes[$words[3]] ?? 0) + 1;
                $bytes += $this->insideBytes($node, $words);
            }
        }
        $rows = [];
        foreach ($classes as $class => $count) {
            $rows[] = ['name' => $this->process->className($class), 'count' => $count];
        }
        return ['freeableBytes' => $bytes, 'objects' => $objects, 'arrays' => $arrays, 'classes' => $rows];
    }

    /** @param int[] $words of a zend_array: its entries, before which the hash stands */
    private function blockBytes(array $words): int
    {
        return $words[2] & HASH_UNINITIALIZED ? 0 : $this->process->heap->sizeOf($words[3] - 4 * ((-($words[2] >> 32)) & 0xffffffff));
    }
}

/** Prints what is learned, a line per part, each with what the reader took so far. */
final class Report
{
    const CLASSES = 40;

    private $marker;
    private $began;
    private $memory;

    public function __construct(string $marker)
    {
        $this->marker = $marker;
        // PHP's own start counts, too: it is all CPU
        $this->began = \hrtime(true) - (int) (1e6 * cpuMs());
    }

    public function of(Memory $memory): void
    {
        $this->memory = $memory;
    }

    public function said(array $part): void
    {
        $isOfMemory = isset($part['part']) && !isset($part['percent']);
        // what was read of one that ended on the way is not what it was
        if ($isOfMemory && $this->memory !== null && $this->memory->isGone()) {
            throw new Refusal('vanished');
        }
        \preg_match('/VmHWM:\s+(\d+)/', (string) @\file_get_contents('/proc/self/status'), $high);
        $cost = [
            'wallMs' => (\hrtime(true) - $this->began) / 1e6,
            'cpuMs' => cpuMs(),
            'peakRssBytes' => isset($high[1]) ? 1024 * (int) $high[1] : null,
            'readBytes' => $this->memory === null ? 0 : $this->memory->bytesRead,
        ];
        \fwrite(\STDOUT, "$this->marker " . self::json($part + $cost) . "\n");
        \fflush(\STDOUT);
    }

    public function refused(Refusal $refusal, ?string $part): void
    {
        $this->said(['fault' => ['kind' => $refusal->kind, 'part' => $part, 'detail' => $refusal->detail]]);
    }

    /** `48 211` */
    public static function grouped(int $count): string
    {
        return \number_format($count, 0, '.', ' ');
    }

    /** The largest, by one of their numbers. */
    public static function most(array $rows, string $by): array
    {
        \usort($rows, static function ($a, $b) use ($by) { return $b[$by] <=> $a[$by]; });
        return \array_slice($rows, 0, self::CLASSES);
    }

    /** JSON in ASCII. The extension json is not always part of PHP 7.4. */
    private static function json($value): string
    {
        if ($value === null || \is_bool($value)) {
            return $value === null ? 'null' : ($value ? 'true' : 'false');
        }
        if (\is_int($value)) {
            return (string) $value;
        }
        if (\is_float($value)) {
            return \number_format($value, 3, '.', '');
        }
        if (\is_string($value)) {
            return '"' . \preg_replace_callback('/[^\x20\x21\x23-\x5b\x5d-\x7e]/', static function ($found) { return \sprintf('\u%04x', \ord($found[0])); }, $value) . '"';
        }
        $isList = \array_keys($value) === \range(0, \count($value) - 1) || $value === [];
        $parts = [];
        foreach ($value as $key => $each) {
            $parts[] = ($isList ? '' : self::json((string) $key) . ':') . self::json($each);
        }
        return $isList ? '[' . \implode(',', $parts) . ']' : '{' . \implode(',', $parts) . '}';
    }
}

/** Bytes that our own cgroup and those above it have left, page cache not counted; null: no limit is seen. */
function headroom(): ?int
{
    $least = null;
    \preg_match_all('/^\d+:([^:]*):(.*)$/m', (string) @\file_get_contents('/proc/self/cgroup'), $groups, PREG_SET_ORDER);
    foreach ($groups as [, $controllers, $path]) {
        if ($controllers !== '' && $controllers !== 'memory') {
            continue;
        }
        $root = $controllers === '' ? '/sys/fs/cgroup' : '/sys/fs/cgroup/memory';
        [$limitFile, $usageFile] = $controllers === '' ? ['memory.max', 'memory.current'] : ['memory.limit_in_bytes', 'memory.usage_in_bytes'];
        for ($at = \rtrim($path, '/'), $n = 0; $n < 32; $at = \substr($at, 0, (int) \strrpos($at, '/')), $n++) {
            $limit = \trim((string) @\file_get_contents("$root$at/$limitFile"));
            $usage = \trim((string) @\file_get_contents("$root$at/$usageFile"));
            if (\is_numeric($limit) && \is_numeric($usage) && (float) $limit < 1e15) {
                \preg_match('/^(?:total_)?inactive_file (\d+)$/m', (string) @\file_get_contents("$root$at/memory.stat"), $inactive);
                \preg_match('/^(?:total_)?active_file (\d+)$/m', (string) @\file_get_contents("$root$at/memory.stat"), $active);
                $left = (int) $limit - (int) $usage + (int) ($inactive[1] ?? 0) + (int) ($active[1] ?? 0);
                $least = $least === null ? $left : \min($least, $left);
            }
            if ($at === '') {
                break;
            }
        }
    }
    return $least;
}

/** The heap of the process, found and read, with gc_globals. */
function levelOne(Memory $own, Memory $memory, Image $image, Report $report): array
{
    $ownImage = Image::of($own);
    if ($ownImage->buildId !== $image->buildId || $ownImage->shape !== $image->shape) {
        throw new Refusal('other-build');
    }
    $layout = new HeapLayout($own);
    $gc = new Gc($memory, Gc::find($own, $ownImage) + $image->bias);
    $candidates = Heap::candidates($memory);
    if ($candidates === []) {
        throw new Refusal('no-zend-heap');
    }
    $heap = new Heap($memory, $layout, $candidates[0]);
    $heap->walk();
    $report->said([
        'part' => '1', 'php' => \PHP_VERSION, 'at' => \microtime(true) * 1000,
        'heap' => [
            'usedBytes' => $heap->usedBytes, 'realBytes' => $heap->realBytes, 'peakBytes' => $heap->peakBytes, 'realPeakBytes' => $heap->realPeakBytes,
            'limitBytes' => $heap->limitBytes, 'freeSlotBytes' => $heap->freeSlotBytes, 'freePageBytes' => $heap->freePageBytes, 'cachedChunks' => $heap->cachedChunks,
            'emptyChunks' => $heap->emptyChunks, 'hugeBlocks' => \count($heap->huge), 'hugeBytes' => \array_sum($heap->huge), 'exact' => $heap->isExact,
        ],
        'gc' => ['enabled' => $gc->enabled === 1, 'runs' => $gc->runs, 'collected' => $gc->collected, 'roots' => $gc->roots, 'threshold' => $gc->threshold],
        'ranges' => $heap->ranges(), 'gcBuffer' => [$gc->buffer, 8 * $gc->size],
        'place' => ['heapAddress' => $heap->address, 'realOffset' => $layout->real, 'gcAddress' => $gc->address],
    ]);
    return [$ownImage, $heap, $gc];
}

function objectsAndStatics(Process $process, Gc $gc, Holders $holders, Report $report): void
{
    $classes = $process->histogram();
    $rootClasses = $process->rootClasses($gc->rootAddresses($process->memory, MOST_ROOTS_NAMED));
    $holders->addStatics();
    $holders->addGlobals();
    $rows = $holders->rows();
    $report->said([
        'part' => '2a',
        'classes' => Report::most($classes, 'shallowBytes'), 'isCut' => \count($classes) > Report::CLASSES,
        'rootClasses' => Report::most($rootClasses, 'count'), 'holders' => $rows,
        'cut' => $holders->cut,
    ]);
}

/** What moves under our hands is looked at twice: garbage stays garbage. */
function wouldFree(Process $process, Gc $gc, Watch $watch, Report $report, callable $isStill): void
{
    $run = new DryRun($process, $watch);
    $garbage = $run->garbage($gc->rootAddresses($process->memory, DryRun::MOST_ROOTS));
    $isCut = $run->isCut || $gc->entries > DryRun::MOST_ROOTS;
    $followed = $run->followed;
    $isTwice = !$isStill();
    if ($isTwice && $garbage !== []) {
        if (\count($garbage) > DryRun::MOST_GARBAGE) {
            $garbage = \array_slice($garbage, 0, DryRun::MOST_GARBAGE, true);
            $isCut = true;
        }
        $process->memory->forget();
        $watch->begin('3');
        $again = (new Gc($process->memory, $gc->address))->rootAddresses($process->memory, DryRun::MOST_ROOTS);
        $garbage = $run->garbage($again, $garbage);
    }
    $freeable = $run->freeable($garbage);
    $freeable['classes'] = Report::most($freeable['classes'], 'count');
    $report->said([
        'part' => '3', 'dryRun' => $freeable + ['lowerBound' => true], 'isMoved' => $isTwice,
        'cut' => $isCut ? Report::grouped($followed) . ' values were followed, and there are more' : null,
    ]);
}

/** A part that fails is told, and those after it are still tried, but for a process that is gone. */
function attempted(Report $report, Watch $watch, Memory $memory, string $part, callable $read): void
{
    try {
        $memory->forget();
        $watch->begin($part);
        $read();
    } catch (Refusal $refusal) {
        if ($memory->isGone()) {
            throw new Refusal('vanished');
        }
        $report->refused($refusal, $part);
    }
}

/** @param string[] $words marker, PID, level, whether little memory is no reason */
function read(array $words): void
{
    [$marker, $pid, $level, $isForced] = $words;
    $report = new Report($marker);
    $watch = new Watch(\STDIN);
    @\proc_nice(5);
    $memory = null;
    try {
        $watch->begin('1');
        $memory = new Memory($pid);
        $watch->over($memory);
        $report->of($memory);
        readAll($memory, $watch, $report, (int) $level, $isForced === '1');
    } catch (Refusal $refusal) {
        $isGone = $memory !== null && $memory->isGone();
        $report->refused($isGone ? new Refusal('vanished') : $refusal, null);
    }
}

/** @throws Refusal when nothing more can be had of it */
function readAll(Memory $memory, Watch $watch, Report $report, int $level, bool $isForced): void
{
    $own = new Memory('self');
    $image = Image::of($memory);
    [$ownImage, $heap, $gc] = levelOne($own, $memory, $image, $report);
    if ($level < 2) {
        return;
    }
    $left = headroom();
    if (!$isForced && $left !== null && $left < NEEDS_FREE) {
        throw new Refusal('no-headroom', \round($left / (1 << 20)) . ' MiB');
    }
    $process = new Process($memory, new Layout($own, $ownImage), $image, $heap, $watch);
    $holders = new Holders($process, $watch);
    attempted($report, $watch, $memory, '2a', static function () use ($process, $gc, $holders, $report) { objectsAndStatics($process, $gc, $holders, $report); });
    if ($level >= 3) {
        $before = $memory->read($heap->address, HeapLayout::LENGTH);
        $isStill = static function () use ($memory, $heap, $before): bool { return $before === $memory->read($heap->address, HeapLayout::LENGTH); };
        attempted($report, $watch, $memory, '3', static function () use ($process, $gc, $watch, $report, $isStill) { wouldFree($process, $gc, $watch, $report, $isStill); });
    }
    attempted($report, $watch, $memory, '2b', static function () use ($holders, $report) {
        $toldAt = 0;
        $told = static function (float $share) use ($report, &$toldAt) {
            if (\hrtime(true) - $toldAt > 2e8) {
                $toldAt = \hrtime(true);
                $report->said(['part' => '2b', 'percent' => 100 * $share]);
            }
        };
        $holders->addStaticVariables();
        $holders->addProperties($told);
        $report->said(['part' => '2b', 'holders' => $holders->rows(), 'cut' => $holders->cut]);
    });
}

function said(): void
{
    global $argv;
    \register_shutdown_function(static function () use ($argv) {
        $last = \error_get_last();
        if ($last !== null && $last['type'] === \E_ERROR) {
            (new Report($argv[1]))->refused(new Refusal('reader-died', \substr($last['message'], 0, 200)), null);
        }
        (new Report($argv[1]))->said(['end' => true]);
    });
    read(\array_slice($argv, 1));
}

said();
