package io.triskel.azure.tables;

import io.triskel.azure.tables.Marks.Look;
import io.triskel.azure.tables.Marks.Mark;
import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.outbox.Outbox.Finish;
import io.triskel.outbox.Outbox.Unpublished;
import io.triskel.spi.Change;
import io.triskel.store.KeyForm;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The streams that may have something to publish, as marks in 16 partitions sorted by time, and the leases for
 * publishing them.
 */
final class DirtyStreams {
    private final StreamRows streams;
    private final Marks marks;
    private final InstantSource clock;

    DirtyStreams(StreamRows streams, Marks marks, InstantSource clock) {
        this.streams = streams;
        this.marks = marks;
        this.clock = clock;
    }

    List<Unpublished> dirty(int bucket, Instant now, int limit) {
        return marks.named(StreamHead.partition(bucket), "", KeyForm.time(now) + KeyForm.END, limit, mark -> {
            StreamId stream = new StreamId(Cells.text(mark, "stream"));
            Unpublished found = new Unpublished(stream, Cells.instant(mark, StreamHead.SINCE));
            // The remembered head may be outdated, which is harmless: the answer may name a stream without anything to
            // publish.
            if (streams.remembered(stream).filter(head -> head.isNamedBy(mark)).isPresent()) {
                return Look.found(found);
            }
            StreamHead head = streams.head(stream);
            return head.isNamedBy(mark) ? Look.found(found) : Look.stale(streams.touch(head));
        });
    }

    Optional<DispatchLease> lease(StreamId stream, Instant now, Duration duration) {
        return streams.step(
                stream,
                head -> head.last() == 0
                        ? Change.nothing(Optional.empty())
                        : head.with(head.entry().lease(stream, now, duration)));
    }

    boolean advance(DispatchLease lease, long dispatchedTo) {
        return streams.step(
                lease.stream(),
                head -> dispatchedTo > head.last()
                        ? Change.nothing(false)
                        : head.with(head.entry().advance(lease, dispatchedTo)));
    }

    Finish finish(DispatchLease lease, long dispatchedTo) {
        return streams.step(lease.stream(), head -> {
            Change<StreamHead, Finish> step = head.with(head.entry().finish(lease, dispatchedTo));
            return step.answer() == Finish.RELEASED ? released(step, this::nowAtLatest) : step;
        });
    }

    boolean putOff(DispatchLease lease, long dispatchedTo, Instant dirtyFrom) {
        return streams.step(
                lease.stream(),
                head -> released(head.with(head.entry().putOff(lease, dispatchedTo)), before -> dirtyFrom));
    }

    /** Nobody waits any longer for the end of a lease that is released. */
    private Instant nowAtLatest(Instant dirtyFrom) {
        Instant now = clock.instant();
        return dirtyFrom.isAfter(now) ? now : dirtyFrom;
    }

    private static <T> Change<StreamHead, T> released(Change<StreamHead, T> step, UnaryOperator<Instant> dirtyFrom) {
        return step.map(next -> next.released(dirtyFrom));
    }

    /** Marks a stream if its mark is lost; returns whether it was lost. */
    boolean repair(StreamId stream, Instant now) {
        return streams.step(stream, head -> {
            Map<String, Mark> there = head.published() ? head.marks() : marks.there(head.marks());
            boolean lost = !head.published() && there.isEmpty();
            return lost ? Change.write(head.repaired(there, now), true) : Change.nothing(false);
        });
    }
}
