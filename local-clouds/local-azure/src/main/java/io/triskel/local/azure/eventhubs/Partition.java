package io.triskel.local.azure.eventhubs;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToLongFunction;

/** One partition: its retained events, in order. */
public final class Partition {
    private static final int FORGOTTEN_AT_LEAST = 1024;

    private final String id;
    private final InstantSource clock;
    private final Optional<Duration> retention;
    private final StoredBytes storedBytes;
    private final EventDecoder decoder = new EventDecoder();
    private final List<Runnable> arrivals = new CopyOnWriteArrayList<>();

    // The first `forgotten` entries have expired; they are removed once they are half of the list, so that each entry
    // moves only once.
    private final ArrayList<LogEvent> log = new ArrayList<>();
    private int forgotten;
    private long nextSequenceNumber;
    private long nextOffset;
    private boolean deleted;
    private Last last = new Last(-1, -1, 0);

    Partition(String id, EventHubsSettings settings, StoredBytes storedBytes) {
        this.id = id;
        this.clock = settings.clock();
        this.retention = settings.retention();
        this.storedBytes = storedBytes;
    }

    /** The last event that ever arrived; it is remembered even after the event itself is forgotten. */
    record Last(long sequenceNumber, long offset, long enqueuedMillis) {}

    /** The answer of {@code $management}. */
    record Info(long beginSequenceNumber, Last last, boolean isEmpty) {}

    public String id() {
        return id;
    }

    /** Reads the events after a sequence number, at least one if there is one; -1 reads from the beginning. */
    public PartitionPage read(long afterSequenceNumber, int maxEvents, int maxBytes) {
        List<LogEvent> found = new ArrayList<>();
        take(afterSequenceNumber + 1, maxEvents, maxBytes, found);
        long next = found.isEmpty()
                ? afterSequenceNumber
                : found.get(found.size() - 1).sequenceNumber();
        return new PartitionPage(found.stream().map(decoder::decode).toList(), next);
    }

    /** The sequence number of the event that arrived last; -1 if none ever did. */
    public synchronized long lastSequenceNumber() {
        return last.sequenceNumber();
    }

    /**
     * Calls the listener whenever events have arrived, on the thread of the publisher's connection; the listener must
     * return immediately.
     */
    public void onArrival(Runnable listener) {
        arrivals.add(listener);
    }

    /** Removes a listener of {@link #onArrival}. */
    public void endArrivals(Runnable listener) {
        arrivals.remove(listener);
    }

    boolean hasListeners() {
        return !arrivals.isEmpty();
    }

    /** Appends all events one after another, or none. */
    void append(List<IncomingEvent> events) {
        synchronized (this) {
            if (deleted) {
                throw HubException.notFound("Partitions/" + id, "The event hub was deleted.");
            }
            forgetExpired();
            storedBytes.reserve(bytesOf(events));
            // The times of a partition must not decrease when the clock is set back.
            long now = Math.max(clock.millis(), last.enqueuedMillis());
            long stamps = 0;
            for (IncomingEvent event : events) {
                LogEvent stamped = Stamp.on(event, nextSequenceNumber, nextOffset, now);
                log.add(stamped);
                nextSequenceNumber++;
                nextOffset += stamped.encoded().length;
                stamps += stamped.encoded().length - event.size();
            }
            storedBytes.add(stamps);
            LogEvent newest = log.get(log.size() - 1);
            last = new Last(newest.sequenceNumber(), newest.offset(), now);
        }
        for (Runnable listener : arrivals) {
            listener.run();
        }
    }

    /** Adds the events from a sequence number on, or from the oldest retained one, to the list. */
    synchronized void take(long sequenceNumber, int maxEvents, int maxBytes, List<LogEvent> into) {
        forgetExpired();
        int start = indexOf(sequenceNumber);
        long bytes = 0;
        for (int i = start; i < log.size() && i - start < maxEvents; i++) {
            bytes += log.get(i).encoded().length;
            if (bytes > maxBytes && i > start) {
                return;
            }
            into.add(log.get(i));
        }
    }

    /** The sequence number of the first event that a receiver at the position gets. */
    synchronized long from(EventPosition position) {
        forgetExpired();
        return switch (position.kind()) {
            case START -> 0;
            case LATEST -> nextSequenceNumber;
            case SEQUENCE_NUMBER -> {
                requireReached(position.value(), nextSequenceNumber, "sequence number", last.sequenceNumber());
                yield position.inclusive() ? position.value() : position.value() + 1;
            }
            case OFFSET -> {
                requireReached(position.value(), nextOffset, "offset", last.offset());
                yield first(position, LogEvent::offset);
            }
            case ENQUEUED_TIME -> first(position, LogEvent::enqueuedMillis);
        };
    }

    synchronized Info info() {
        forgetExpired();
        boolean isEmpty = forgotten == log.size();
        // The service reports that an emptied partition begins after its last event.
        long begin = isEmpty ? nextSequenceNumber : log.get(forgotten).sequenceNumber();
        return new Info(nextSequenceNumber == 0 ? -1 : begin, last, isEmpty);
    }

    synchronized Last last() {
        return last;
    }

    /** Forgets events older than the retention. */
    synchronized void forgetExpired() {
        if (retention.isPresent()) {
            long horizon = clock.millis() - retention.get().toMillis();
            int kept = forgotten;
            while (kept < log.size() && log.get(kept).enqueuedMillis() < horizon) {
                kept++;
            }
            forget(kept);
        }
    }

    /** Forgets all events and accepts no more. */
    synchronized void delete() {
        deleted = true;
        forget(log.size());
    }

    private void forget(int upTo) {
        long freed = 0;
        for (; forgotten < upTo; forgotten++) {
            freed += log.get(forgotten).encoded().length;
        }
        storedBytes.free(freed);
        if (forgotten == log.size() || (forgotten >= FORGOTTEN_AT_LEAST && forgotten * 2 >= log.size())) {
            log.subList(0, forgotten).clear();
            forgotten = 0;
        }
    }

    private static void requireReached(long value, long next, String what, long last) {
        if (value > next) {
            throw new HubException(
                    HubException.ARGUMENT,
                    "The supplied " + what + " '" + value + "' is invalid. The last " + what + " in the system is '"
                            + last + "'.");
        }
    }

    private long first(EventPosition position, ToLongFunction<LogEvent> number) {
        int low = forgotten;
        int high = log.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            long found = number.applyAsLong(log.get(middle));
            if (position.inclusive() ? found >= position.value() : found > position.value()) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low == log.size() ? nextSequenceNumber : log.get(low).sequenceNumber();
    }

    private int indexOf(long sequenceNumber) {
        long oldest = nextSequenceNumber - log.size();
        return (int) Math.max(forgotten, Math.min(log.size(), sequenceNumber - oldest));
    }

    private static long bytesOf(List<IncomingEvent> events) {
        long bytes = 0;
        for (IncomingEvent event : events) {
            bytes += event.size();
        }
        return bytes;
    }
}
