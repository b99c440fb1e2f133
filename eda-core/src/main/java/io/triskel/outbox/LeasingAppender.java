package io.triskel.outbox;

import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An event store whose append writes the stream's head anyway, and so can take the stream's lease by the same write. Stores that append
 * without the head need not have it: then the lease is a write of its own.
 */
public interface LeasingAppender {
    /**
     * Appends as {@link io.triskel.store.EventAppender#append} does, and leases the stream as {@link Outbox#lease} does if the
     * events are stored now.
     *
     * @throws io.triskel.event.PortException if it is unknown whether the events were stored and the lease taken
     */
    LeasedAppend append(
            StreamId stream,
            Expectation expected,
            List<? extends Envelope<?>> events,
            CommandId commandId,
            Instant now,
            Duration duration);

    /**
     * The result of an append and what became of the lease.
     *
     * @param result of the append
     * @param lease empty if nothing was stored now, or someone else holds the lease, which is marked then
     */
    record LeasedAppend(AppendResult result, Optional<DispatchLease> lease) {}
}
