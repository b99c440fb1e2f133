package io.triskel.azure.eventhubs;

import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.EventHubConsumerAsyncClient;
import com.azure.messaging.eventhubs.PartitionProperties;
import com.azure.messaging.eventhubs.models.EventPosition;
import io.triskel.azure.AzureErrors;
import io.triskel.event.Deadline;
import io.triskel.store.Checkpoints;
import io.triskel.store.Checkpoints.Checkpoint;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one partition and keeps its checkpoint just before the first unsettled event. */
final class PartitionReader implements AutoCloseable {
    private static final int PAGE = 1_000;

    /** Less than any sequence number. */
    private static final long NOTHING = -1;

    /** How long to wait for events that are in the hub but have not arrived. */
    private static final Duration ON_THEIR_WAY = Duration.ofMillis(500);

    private final EventHubConsumerAsyncClient client;
    private final PartitionEvents events;
    private final Checkpoints checkpoints;
    private final InstantSource clock;
    private Checkpoint checkpoint;
    private @Nullable ReceivedEvents arrivals;
    private long announced = NOTHING;
    private boolean restsThisRun;
    private boolean caughtUp;
    private boolean fenced;
    private int settled;
    private @Nullable String problem;

    PartitionReader(
            EventHubConsumerAsyncClient client,
            PartitionEvents events,
            Checkpoints checkpoints,
            Checkpoint claimed,
            InstantSource clock) {
        this.client = client;
        this.events = events;
        this.checkpoints = checkpoints;
        this.checkpoint = claimed;
        this.clock = clock;
    }

    void beginRun() {
        restsThisRun = false;
        caughtUp = false;
        settled = 0;
        problem = null;
    }

    /**
     * Reads until {@code share} events are settled; a failure ends reading in this run and is reported by {@link
     * #problem}.
     */
    void read(int share, Deadline deadline) {
        int most = settled + share;
        try {
            while (reads() && settled < most && !deadline.passed(clock)) {
                List<EventData> page = next(Math.min(PAGE, most - settled), deadline);
                if (!page.isEmpty()) {
                    settle(page, deadline);
                }
            }
        } catch (RuntimeException ofClientOrCheckpoints) {
            rest(AzureErrors.message(ofClientOrCheckpoints));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            rest("interrupted");
        }
    }

    private void settle(List<EventData> page, Deadline deadline) {
        int first = events.settle(page, deadline);
        if (first > 0 && !save(page.get(first - 1).getSequenceNumber())) {
            close();
            return;
        }
        settled += first;
        if (first < page.size()) {
            rest("the event " + page.get(first).getSequenceNumber() + " is not settled");
        }
    }

    private boolean save(long sequenceNumber) {
        Optional<Checkpoint> saved = checkpoints.save(checkpoint, String.valueOf(sequenceNumber));
        saved.ifPresent(now -> checkpoint = now);
        fenced = saved.isEmpty();
        return !fenced;
    }

    /** Asks the hub for its last event only if no event has arrived and none is known to be on its way. */
    private List<EventData> next(int most, Deadline deadline) throws InterruptedException {
        ReceivedEvents open = arrivals == null ? open() : arrivals;
        arrivals = open;
        List<EventData> page = open.take(most, Duration.ZERO);
        if (page.isEmpty() && settledUpTo() >= announced) {
            announced = lastInHub(deadline);
            if (settledUpTo() >= announced) {
                caughtUp = true;
                restsThisRun = true;
                return page;
            }
        }
        if (page.isEmpty()) {
            page = open.take(most, shorter(ON_THEIR_WAY, deadline));
            announced = page.isEmpty() ? NOTHING : announced;
        }
        return page;
    }

    private long lastInHub(Deadline deadline) {
        PartitionProperties partition =
                client.getPartitionProperties(events.partition()).block(deadline.remaining(clock));
        return partition == null || partition.isEmpty() ? NOTHING : partition.getLastEnqueuedSequenceNumber();
    }

    private long settledUpTo() {
        return checkpoint.position().map(Long::parseLong).orElse(NOTHING);
    }

    private ReceivedEvents open() {
        ReceivedEvents opened = new ReceivedEvents();
        client.receiveFromPartition(
                        events.partition(),
                        checkpoint
                                .position()
                                .map(after -> EventPosition.fromSequenceNumber(Long.parseLong(after)))
                                .orElseGet(EventPosition::earliest))
                .subscribe(opened);
        return opened;
    }

    private Duration shorter(Duration time, Deadline deadline) {
        Duration left = deadline.remaining(clock);
        return left.compareTo(time) < 0 ? left : time;
    }

    /** Ends reading in this run; unsettled events that have arrived are read again, from the checkpoint on. */
    private void rest(String why) {
        close();
        restsThisRun = true;
        problem = events.partition() + ": " + why;
    }

    @Override
    public void close() {
        ReceivedEvents open = arrivals;
        arrivals = null;
        if (open != null) {
            open.cancel();
        }
    }

    boolean reads() {
        return !fenced && !restsThisRun;
    }

    boolean caughtUp() {
        return caughtUp;
    }

    boolean fenced() {
        return fenced;
    }

    int settled() {
        return settled;
    }

    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }
}
