package io.triskel.load.size.simulation;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.stream.DoubleStream;

/**
 * A lane of a trigger: one batch at a time. A reader looks for events and keeps what it finds until the lane is free.
 *
 * @param rate events a second
 * @param seconds of an event
 * @param reading how the reader looks
 * @param between seconds between two polls, or of a window
 * @param most events of a batch
 */
record Lane(double rate, double seconds, Reading reading, double between, int most) {
    /** How events reach a lane. */
    enum Reading {
        /** As soon as they are there. */
        PUSHED,
        /** At fixed times: all that is there, cut into batches. */
        POLLED,
        /** What comes in a window, which ends early when the batch is full. */
        GATHERED
    }

    /**
     * What came of it.
     *
     * @param delays seconds from each arrival to the start of its batch
     * @param busy share of the time with a batch at work
     * @param left events that wait at the end
     */
    record Result(double batch, double[] delays, double busy, int left) {
        double delay() {
            return Arrays.stream(delays).average().orElse(0);
        }
    }

    Result run(int events, long seed) {
        return new Run(new Random(seed)).until(events / rate);
    }

    private final class Run {
        private final Random random;
        private final Deque<Double> ready = new ArrayDeque<>();
        private final Deque<Double> unread = new ArrayDeque<>();
        private double arrival;
        private double look;
        private double windowStart;
        private double busy;
        private final DoubleStream.Builder delays = DoubleStream.builder();
        private long handled;
        private long batches;

        private Run(Random random) {
            this.random = random;
            arrival = random.gap(rate);
            look = between;
        }

        private Result until(double end) {
            double free = 0;
            while (free < end) {
                double start = nextBatch(free);
                int size = Math.min(most, ready.size());
                for (int i = 0; i < size; i++) {
                    delays.add(start - ready.remove());
                }
                handled += size;
                batches++;
                busy += size * seconds;
                free = start + size * seconds;
            }
            double[] delayed = delays.build().toArray();
            return new Result((double) handled / batches, delayed, busy / free, ready.size() + unread.size());
        }

        /** Reads until a batch is there and the time is come; {@return when it can start} */
        private double nextBatch(double now) {
            return switch (reading) {
                case PUSHED -> pushed(now);
                case POLLED -> polled(now);
                case GATHERED -> gathered(now);
            };
        }

        private double pushed(double now) {
            double until = ready.isEmpty() ? Math.max(now, arrival) : now;
            arrive(until, ready);
            return until;
        }

        /** Polls go on while a batch is at work; an idle lane starts with the poll that finds something. */
        private double polled(double now) {
            double start = now;
            while (look <= now || ready.isEmpty()) {
                boolean idle = ready.isEmpty();
                arrive(look, ready);
                if (idle && look > now) {
                    start = look;
                }
                look += between;
            }
            return start;
        }

        private double gathered(double now) {
            double start = now;
            while (ready.isEmpty()) {
                double end = windowStart + between;
                while (arrival <= end && unread.size() < most) {
                    unread.add(arrival);
                    arrival += random.gap(rate);
                }
                double close = unread.size() == most ? Math.max(windowStart, unread.getLast()) : end;
                ready.addAll(unread);
                unread.clear();
                windowStart = close;
                start = Math.max(now, close);
            }
            return start;
        }

        private void arrive(double until, Deque<Double> into) {
            for (; arrival <= until; arrival += random.gap(rate)) {
                into.add(arrival);
            }
        }
    }
}
