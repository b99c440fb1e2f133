package io.triskel.azure.tables;

import io.triskel.azure.tables.Marks.Look;
import io.triskel.azure.tables.Marks.Mark;
import io.triskel.event.StreamId;
import io.triskel.outbox.DispatchLease;
import io.triskel.outbox.Outbox;
import io.triskel.store.KeyForm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which streams may have something to publish: marks in 16 partitions, sorted by since when; and who publishes them. */
final class DirtyStreams {
    private final StreamRows streams;
    private final Marks marks;

    DirtyStreams(StreamRows streams, Marks marks) {
        this.streams = streams;
        this.marks = marks;
    }

    List<StreamId> dirty(int bucket, Instant now, int limit) {
        return marks.named(partition(bucket), "", KeyForm.time(now) + KeyForm.END, limit, mark -> {
            StreamId stream = new StreamId(Cells.text(mark, "stream"));
            // A head that was written since is no harm: a stream too many may be named.
            if (streams.remembered(stream)
                    .filter(head -> isNamedBy(head, mark.getRowKey()))
                    .isPresent()) {
                return Look.found(stream);
            }
            StreamHead head = streams.head(stream);
            return isNamedBy(head, mark.getRowKey()) ? Look.found(stream) : Look.stale(streams.touch(head));
        });
    }

    private static boolean isNamedBy(StreamHead head, String mark) {
        return head.mark().filter(named -> named.row().equals(mark)).isPresent();
    }

    Optional<DispatchLease> lease(StreamId stream, Instant now, Duration duration) {
        Instant until = now.plus(duration);
        return streams.change(
                        stream,
                        head -> head.last() > 0 && !head.leased(now)
                                ? Optional.of(head.leasedTo(until))
                                : Optional.empty())
                .map(changed -> new DispatchLease(
                        stream, changed.after().fence(), changed.after().dispatchedTo(), until));
    }

    boolean advance(DispatchLease lease, long dispatchedTo) {
        return streams.change(
                        lease.stream(),
                        head -> head.fence() == lease.fence()
                                        && head.dispatchedTo() <= dispatchedTo
                                        && dispatchedTo <= head.last()
                                ? Optional.of(head.advanced(dispatchedTo))
                                : Optional.empty())
                .isPresent();
    }

    void release(DispatchLease lease, Instant dirtyFrom) {
        StreamId stream = lease.stream();
        List<Mark> obsolete = new ArrayList<>();
        streams.change(stream, head -> {
                    if (head.fence() != lease.fence()) {
                        return Optional.empty();
                    }
                    Optional<Mark> mark = markAfter(head, dirtyFrom);
                    mark.filter(made -> !head.mark().equals(mark)).ifPresent(obsolete::add);
                    return Optional.of(head.released(mark));
                })
                .ifPresent(changed -> {
                    changed.before().mark().ifPresent(obsolete::add);
                    changed.after().mark().ifPresent(named -> obsolete.removeIf(named::equals));
                });
        obsolete.forEach(mark -> remove(stream, mark));
    }

    private Optional<Mark> markAfter(StreamHead head, Instant dirtyFrom) {
        if (head.published()) {
            return Optional.empty();
        }
        return head.mark()
                .filter(mark -> !dirtyFrom.isAfter(mark.at()))
                .or(() -> Optional.of(mark(head.stream(), dirtyFrom)));
    }

    /** Marks a stream whose mark is lost; whether it was. */
    boolean repair(StreamId stream, Instant now) {
        List<Mark> made = new ArrayList<>();
        Optional<StreamRows.Changed> changed = streams.change(stream, head -> {
            boolean lost = !head.published()
                    && head.mark()
                            .filter(mark -> marks.has(partition(stream), mark))
                            .isEmpty();
            if (!lost) {
                return Optional.empty();
            }
            made.add(mark(stream, now));
            return Optional.of(head.grown(head.last(), made.get(made.size() - 1)));
        });
        changed.flatMap(done -> done.after().mark()).ifPresent(named -> made.removeIf(named::equals));
        made.forEach(mark -> remove(stream, mark));
        return changed.isPresent();
    }

    Mark mark(StreamId stream, Instant due) {
        return marks.put(
                partition(stream), due, Keys.of(stream.value()), mark -> mark.addProperty("stream", stream.value()));
    }

    void remove(StreamId stream, Mark mark) {
        marks.remove(partition(stream), mark);
    }

    private static String partition(StreamId stream) {
        return partition(Outbox.bucketOf(stream));
    }

    private static String partition(int bucket) {
        return "dirty~" + bucket;
    }
}
