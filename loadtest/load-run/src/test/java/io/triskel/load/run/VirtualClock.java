package io.triskel.load.run;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock on one thread that goes on only while somebody waits, and does then what was to be done by then. */
final class VirtualClock implements RunClock {
    private static final long SECOND = 1_000_000_000;

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
    private long now;
    private long burned;
    private long numbers;

    private record Task(long at, long number, Runnable work) {}

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public void pause(long forNanos) {
        long until = now + forNanos;
        while (!tasks.isEmpty() && tasks.element().at() <= until) {
            Task task = tasks.remove();
            now = Math.max(now, task.at());
            task.work().run();
        }
        now = Math.max(now, until);
    }

    /** Passes time in which the processor works. */
    void burn(long nanos) {
        pause(nanos);
        burned += nanos;
    }

    /** Does something so many nanoseconds from now. */
    void after(long nanos, Runnable work) {
        tasks.add(new Task(now + nanos, numbers++, work));
    }

    @Override
    public InstantSource wall() {
        return () -> Instant.EPOCH.plusNanos(now);
    }

    /** Only what is burned uses the processor, of which there is one. */
    @Override
    public Processor processor() {
        return new Processor() {
            @Override
            public long threadNanos() {
                return burned;
            }

            @Override
            public long threadNanos(long thread) {
                return burned;
            }

            @Override
            public long processNanos() {
                return burned;
            }

            @Override
            public double machineShare() {
                return -1;
            }
        };
    }

    @Override
    public Ticking everySecond(Runnable work) {
        boolean[] closed = new boolean[1];
        tick(work, closed);
        return () -> closed[0] = true;
    }

    private void tick(Runnable work, boolean[] closed) {
        after(SECOND, () -> {
            if (!closed[0]) {
                work.run();
                tick(work, closed);
            }
        });
    }
}
