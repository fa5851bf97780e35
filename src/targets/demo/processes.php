<?php

// A tree of real PHP processes with the titles of a Hyperf server, without Swoole: Master, Manager, four workers, a task worker, the crontab dispatcher.
// Worker.0 leaks into a static array and ends at a cap, Worker.1 dies now and then; the manager forks both again.
// Argument: JSON {"app", "leakKibPerSecond", "capMib", "dieEveryMs"}. Each start prints one line: {"slot", "pid"}.
// All end at the end of stdin, which they share: its other end belongs to the process that started the tree, and goes away with it.

final class Stock
{
    /** @var list<array{sku: int, text: string}> never given back: the leak */
    public static array $items = [];
}

/** @return bool false at the end of stdin; otherwise true, `$ms` later */
function live_on(int $ms): bool
{
    $read = [STDIN];
    $write = $except = null;
    // a signal interrupts it, and is then no end
    if (@stream_select($read, $write, $except, 0, $ms * 1000) > 0) {
        return fread(STDIN, 1) !== '' || !feof(STDIN);
    }
    return true;
}

/** A parent ends after its children, so that none of them is left to anyone. */
function end_last(): never
{
    while (pcntl_wait($status) > 0) {
    }
    exit(0);
}

function begin(string $app, string $slot): void
{
    cli_set_process_title("$app.$slot");
    @fwrite(STDOUT, json_encode(['slot' => $slot, 'pid' => getmypid()]) . "\n");
}

function leak_until_cap(array $plan): never
{
    $since = hrtime(true);
    $before = memory_get_usage();
    while (live_on(100)) {
        $due = (hrtime(true) - $since) / 1e9 * $plan['leakKibPerSecond'] * 1024;
        while (memory_get_usage() - $before < $due) {
            Stock::$items[] = ['sku' => count(Stock::$items), 'text' => str_repeat('x', 600)];
        }
        if (memory_get_usage() > $plan['capMib'] * 1048576) {
            break;
        }
    }
    exit(0);
}

function work(string $slot, array $plan): never
{
    begin($plan['app'], $slot);
    if ($slot === 'Worker.0') {
        leak_until_cap($plan);
    }
    $until = $slot === 'Worker.1' ? hrtime(true) + $plan['dieEveryMs'] * 1e6 : INF;
    while (live_on(250)) {
        if (hrtime(true) > $until) {
            exit(255);
        }
    }
    exit(0);
}

function lead(array $slots, array $plan): never
{
    $running = [];
    $start = function (string $slot) use (&$running, $plan): void {
        $pid = pcntl_fork();
        if ($pid === 0) {
            work($slot, $plan);
        }
        $running[$pid] = $slot;
    };
    array_map($start, $slots);
    begin($plan['app'], 'Manager');
    while (live_on(100)) {
        while (($pid = pcntl_waitpid(-1, $status, WNOHANG)) > 0) {
            $slot = $running[$pid] ?? null;
            unset($running[$pid]);
            if ($slot !== null && live_on(0)) {
                $start($slot);
            }
        }
    }
    end_last();
}

$plan = json_decode($argv[1] ?? '', true);
if (!is_array($plan)) {
    fwrite(STDERR, "the plan is missing\n");
    exit(1);
}
stream_set_blocking(STDIN, false);
if (pcntl_fork() === 0) {
    lead(['Worker.0', 'Worker.1', 'Worker.2', 'Worker.3', 'TaskWorker.4', 'crontab-dispatcher.0'], $plan);
}
begin($plan['app'], 'Master');
while (live_on(250)) {
    pcntl_waitpid(-1, $status, WNOHANG);
}
end_last();
