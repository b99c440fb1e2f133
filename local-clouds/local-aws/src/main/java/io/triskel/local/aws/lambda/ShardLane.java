package io.triskel.local.aws.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.local.aws.kinesis.KinesisRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The records of one shard whose partition keys share a lane: one batch of them is out at a time, and a failed batch is
 * retried before later records. Has no threads and calls no other object; {@link KinesisMapping} drives it.
 */
final class ShardLane {
    private final MappingSettings settings;
    private final Deque<KinesisRecord> waiting = new ArrayDeque<>();
    private final Deque<Batch> retries = new ArrayDeque<>();
    private Optional<Batch> out = Optional.empty();
    private Optional<TumblingWindow> window = Optional.empty();
    private Instant waitingSince = Instant.MIN;
    private Instant notBefore = Instant.MIN;
    private int delays;

    ShardLane(MappingSettings settings) {
        this.settings = settings;
    }

    /**
     * Records to handle together; none for the final invocation of a window.
     *
     * @param failures failed attempts so far, counted for the first record
     */
    record Batch(List<KinesisRecord> records, int failures) {
        Batch from(int index, int newFailures) {
            return new Batch(List.copyOf(records.subList(index, records.size())), newFailures);
        }

        Batch until(int index) {
            return new Batch(List.copyOf(records.subList(0, index)), failures);
        }

        boolean isFinal() {
            return records.isEmpty();
        }
    }

    void add(KinesisRecord record, Instant now) {
        if (waiting.isEmpty()) {
            waitingSince = now;
        }
        waiting.add(record);
    }

    int size() {
        return waiting.size();
    }

    boolean isEmpty() {
        return waiting.isEmpty() && retries.isEmpty() && out.isEmpty() && window.isEmpty();
    }

    /** The first record that is not settled; records of an open window count as unsettled. */
    OptionalLong head() {
        if (window.isPresent()) {
            return OptionalLong.of(window.get().firstOrdinal());
        }
        Optional<KinesisRecord> first = out.or(() -> Optional.ofNullable(retries.peekFirst()))
                .map(batch -> batch.records().get(0))
                .or(() -> Optional.ofNullable(waiting.peekFirst()));
        return first.isPresent() ? OptionalLong.of(first.get().ordinal()) : OptionalLong.empty();
    }

    /** The window of the batch that is out, if there are windows. */
    Optional<TumblingWindow> window() {
        return window;
    }

    /**
     * The batch to invoke now, if there is one; it is out until {@link #settle}, {@link #giveUpOld} or {@link
     * #throttled} reports its outcome.
     *
     * @param flush no more records will arrive, so waiting has no use
     */
    Optional<Batch> next(Instant now, boolean flush) {
        if (out.isPresent() || now.isBefore(notBefore)) {
            return Optional.empty();
        }
        if (window.filter(TumblingWindow::isTooLarge).isPresent()) {
            out = Optional.of(new Batch(List.of(), 0));
        } else if (!retries.isEmpty()) {
            Batch again = retries.removeFirst();
            window = windowOf(again.records().get(0));
            out = Optional.of(again);
        } else if (window.filter(open -> closes(open, now, flush)).isPresent()) {
            out = Optional.of(new Batch(List.of(), 0));
        } else if (!waiting.isEmpty()
                && (flush
                        || isFull()
                        || windowOf(waiting.getFirst())
                                .filter(of -> !now.isBefore(of.end()))
                                .isPresent()
                        || !now.isBefore(waitingSince.plus(settings.batching().window())))) {
            window = windowOf(waiting.getFirst());
            out = Optional.of(new Batch(cut(), 0));
            waitingSince = now;
        }
        return out;
    }

    /** The window of a record, with its present state. */
    private Optional<TumblingWindow> windowOf(KinesisRecord record) {
        Duration length = settings.batching().tumbling();
        return length.isZero()
                ? Optional.empty()
                : window.filter(open -> open.holds(record)).or(() -> Optional.of(TumblingWindow.of(record, length)));
    }

    /** Whether the window gets no more records. */
    private boolean closes(TumblingWindow open, Instant now, boolean flush) {
        return waiting.isEmpty() ? flush || !now.isBefore(open.end()) : !open.holds(waiting.getFirst());
    }

    /** The function answered with this state, for the records that it settles of the batch that is out. */
    void aggregated(JsonNode state) {
        window = window.map(open -> open.with(state));
    }

    /** The window's final invocation has ended; a failed one is retried before any other batch. */
    void finished(boolean successfully, Instant now) {
        out = Optional.empty();
        if (successfully) {
            window = Optional.empty();
            delays = 0;
        } else {
            delay(now);
        }
    }

    /** The batch was not invoked, since the function was throttled. */
    void throttled(Instant now) {
        out.filter(batch -> !batch.isFinal()).ifPresent(retries::addFirst);
        out = Optional.empty();
        delay(now);
    }

    /**
     * The batch was invoked.
     *
     * @param firstFailure index of the first record to retry; the batch's size if there is none
     * @param partial whether the function named this record, which saves bisecting
     * @return the batch that is given up now
     */
    Optional<Batch> settle(int firstFailure, boolean partial, Instant now) {
        Batch batch = out.orElseThrow();
        out = Optional.empty();
        if (firstFailure == batch.records().size()) {
            delays = 0;
            return Optional.empty();
        }
        if (settings.failures().bisect() && !partial && batch.records().size() > 1) {
            int middle = batch.records().size() / 2;
            retries.addFirst(batch.from(middle, batch.failures()));
            retries.addFirst(batch.until(middle));
            delay(now);
            return Optional.empty();
        }
        if (firstFailure > 0) {
            delays = 0;
        }
        Batch rest = batch.from(firstFailure, firstFailure > 0 ? 1 : batch.failures() + 1);
        if (settings.failures()
                .maxRetries()
                .filter(most -> rest.failures() > most)
                .isPresent()) {
            delays = 0;
            return Optional.of(rest);
        }
        retries.addFirst(rest);
        delay(now);
        return Optional.empty();
    }

    /** Removes the records that are too old from the batch that is out, before the invocation. */
    Optional<Batch> giveUpOld(Instant now) {
        Batch batch = out.orElseThrow();
        int old = 0;
        while (old < batch.records().size() && isTooOld(batch.records().get(old), now)) {
            old++;
        }
        if (old == 0) {
            return Optional.empty();
        }
        out = Optional.empty();
        if (old < batch.records().size()) {
            retries.addFirst(batch.from(old, 0));
        }
        return Optional.of(batch.until(old));
    }

    private boolean isTooOld(KinesisRecord record, Instant now) {
        return settings.failures()
                .maxRecordAge()
                .filter(age -> record.arrivedAt().plus(age).isBefore(now))
                .isPresent();
    }

    private void delay(Instant now) {
        Duration delay = settings.pace().firstRetry().multipliedBy(1L << Math.min(delays, 5));
        delays++;
        notBefore = now.plus(delay);
    }

    private boolean isFull() {
        if (waiting.size() >= settings.batching().size()) {
            return true;
        }
        long bytes = 0;
        for (KinesisRecord record : waiting) {
            bytes += KinesisEvent.sizeOf(record);
        }
        return bytes >= ExecutionEnvironment.PAYLOAD_BYTES;
    }

    private List<KinesisRecord> cut() {
        List<KinesisRecord> batch = new ArrayList<>();
        long bytes = 0;
        while (batch.size() < settings.batching().size() && !waiting.isEmpty()) {
            KinesisRecord next = waiting.getFirst();
            if (window.filter(open -> !open.holds(next)).isPresent()) {
                break;
            }
            bytes += KinesisEvent.sizeOf(next);
            if (bytes > ExecutionEnvironment.PAYLOAD_BYTES && !batch.isEmpty()) {
                break;
            }
            batch.add(waiting.removeFirst());
        }
        return List.copyOf(batch);
    }
}
