package io.triskel.hosting.operation;

import io.triskel.codec.EncodedData;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Deadline;
import io.triskel.event.EventType;
import io.triskel.outbox.CommitRecovery;
import io.triskel.platform.Platform;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Completes stores that were put back to an earlier point: returns commits that were published since to the event store
 * ({@link CommitRecovery}), and says from when on consumers must read the bus again. Refuses if the bus no longer has
 * everything that they must read.
 *
 * <p>No function and no clock may run meanwhile: {@code docs/restore.md}.
 */
public final class StoreRestore {
    /** Consumers read again what they may not have handled when the stores were copied; an alarm rings at ten minutes. */
    static final Duration LAG = Duration.ofHours(1);

    /** The bus drops its oldest events while consumers read them again. */
    static final Duration RESERVE = Duration.ofHours(1);

    private static final String CONSUMER = "restore";

    /** Data stays as it was published, and personal data encrypted, also of persons who were forgotten since. */
    private static final EventCodec UNOPENED =
            EventCodec.of(TypeRegistry.builder().build());

    private final Platform platform;
    private final Published published;

    /** Prepares a restore; nothing is called yet. */
    public StoreRestore(Platform platform, Published published) {
        this.platform = platform;
        this.published = published;
    }

    /**
     * All events that the bus still has.
     *
     * @param retention how long the bus keeps an event
     * @param past whose bus has events of every type; its archive is not read
     */
    public record Published(Duration retention, Past past) {}

    /**
     * The result of a restore.
     *
     * @param commits what was put back
     * @param unreadable records of the bus that are not events
     * @param replayFrom from when on consumers must read the bus
     */
    public record Report(CommitRecovery.Report commits, long unreadable, Instant replayFrom) {}

    /**
     * Puts published commits back.
     *
     * @param to the point that the stores show
     * @throws IllegalArgumentException if the point is not in the past, or the bus no longer has what came after it
     * @throws IllegalStateException if the bus is not read to its end by the deadline
     * @throws io.triskel.event.PortException if a store fails: run it again
     */
    public Report run(Instant to, Deadline deadline) {
        Instant from = requireOnTheBus(to);
        CommitRecovery recovery = new CommitRecovery(
                platform.stores().eventStore(UNOPENED), platform.stores().outbox(UNOPENED), platform.clock());
        published.past().subscribe();
        try (BusFeed feed = BusFeed.of(
                UNOPENED,
                platform.clock(),
                CONSUMER,
                (consumer, guard) -> allTypes()
                        .forEach(type -> consumer.on(
                                type, EncodedData.class, guard.around((event, handling) -> recovery.take(event)))),
                published.past())) {
            feed.readToEnd(deadline).ifPresent(why -> {
                throw new IllegalStateException(why + "; run it again, what was put back stays");
            });
            return new Report(recovery.finish(), feed.unreadable().size(), from);
        }
    }

    private Instant requireOnTheBus(Instant to) {
        Instant now = platform.clock().instant();
        if (to.isAfter(now)) {
            throw new IllegalArgumentException("the stores cannot show " + to + ", which is not in the past");
        }
        Instant earliest = now.minus(published.retention()).plus(RESERVE).plus(LAG);
        if (to.isBefore(earliest)) {
            throw new IllegalArgumentException("stores of " + to + " cannot be completed: the bus keeps events for "
                    + published.retention().toHours() + " h, and consumers must read it again from " + to.minus(LAG)
                    + " on, so events between would be missing; restore the stores to " + earliest + " or later");
        }
        return to.minus(LAG);
    }

    /** The bus may have events of earlier releases. */
    private Set<EventType> allTypes() {
        Set<EventType> all = new LinkedHashSet<>(platform.types().types());
        all.addAll(platform.types().upcastTypes());
        return all;
    }
}
