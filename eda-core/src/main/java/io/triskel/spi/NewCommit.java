package io.triskel.spi;

import io.triskel.codec.EventCodec;
import io.triskel.codec.EventCodec.EventWriter;
import io.triskel.codec.WrittenEvent;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.ForAdapters;
import io.triskel.event.OrderingKey;
import io.triskel.event.StreamId;
import io.triskel.event.WritingLimits;
import io.triskel.store.AppendTooLargeException;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.Commit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * A checked and stamped append that distinguishes a repetition from a conflict, so that every store has the same limits and
 * answers.
 */
@ForAdapters
public final class NewCommit {
    private final StreamId stream;
    private final long expected;
    private final Commit commit;
    private final List<Envelope<?>> events;
    private List<WrittenEvent> written = List.of();

    private NewCommit(StreamId stream, long expected, Commit commit, List<Envelope<?>> events) {
        this.stream = stream;
        this.expected = expected;
        this.commit = commit;
        this.events = events;
    }

    /**
     * Checks and stamps the arguments of {@link EventAppender#append}.
     *
     * @throws AppendTooLargeException if there are too many events
     * @throws IllegalArgumentException if there is no event, two have the same id, or one is neither plain nor sourced, or
     *     exceeds our limits ({@link WritingLimits})
     */
    public static NewCommit of(
            StreamId stream, Expectation expected, List<? extends Envelope<?>> events, CommandId command) {
        requireCount(events.size());
        requireDifferentIds(events);
        events.forEach(NewCommit::requireWithinLimits);
        Optional<OrderingKey> key = Optional.of(stream.orderingKey());
        long revision = expected.revision();
        List<Envelope<?>> stamped = new ArrayList<>(events.size());
        for (Envelope<?> event : events) {
            stamped.add(stamp(event, new EventKind.Sourced(stream, ++revision), key));
        }
        return new NewCommit(
                stream,
                expected.revision(),
                new Commit(command, expected.revision() + 1, revision),
                List.copyOf(stamped));
    }

    private static void requireCount(int count) {
        if (count == 0) {
            throw new IllegalArgumentException(
                    "An append must have 1 to " + EventAppender.MAX_EVENTS + " events, this one has none");
        }
        if (count > EventAppender.MAX_EVENTS) {
            throw AppendTooLargeException.events(count);
        }
    }

    private static void requireDifferentIds(List<? extends Envelope<?>> events) {
        if (events.size() == 1) {
            return;
        }
        Set<EventId> ids = new HashSet<>(events.size() * 2);
        for (Envelope<?> event : events) {
            if (!ids.add(event.id())) {
                throw new IllegalArgumentException(
                        "The events of an append must have different ids, because consumers drop duplicates; this "
                                + "id occurs twice: "
                                + event.id());
            }
        }
    }

    /** Appended events are published later, and no bus would take one beyond the limits. */
    private static void requireWithinLimits(Envelope<?> event) {
        WritingLimits.exceededBy(event).ifPresent(beyond -> {
            throw new IllegalArgumentException(beyond);
        });
    }

    private static Envelope<?> stamp(Envelope<?> event, EventKind.Sourced place, Optional<OrderingKey> key) {
        if (event.key().isPresent() && event.pattern().equals(place)) {
            return event;
        }
        if (!(event.pattern() instanceof EventKind.Sourced) && !(event.pattern() instanceof EventKind.Plain)) {
            throw new IllegalArgumentException("An event of a stream is plain or sourced; " + event.id()
                    + " would lose its pattern: " + event.pattern());
        }
        return restamped(event, place, event.key().isPresent() ? event.key() : key);
    }

    private static <E> Envelope<E> restamped(Envelope<E> event, EventKind place, Optional<OrderingKey> key) {
        return new Envelope<>(
                event.id(), event.type(), event.subject(), event.time(), key, place, event.metadata(), event.data());
    }

    /** {@return the stream} */
    public StreamId stream() {
        return stream;
    }

    /** {@return command and revisions, if the expectation holds} */
    public Commit commit() {
        return commit;
    }

    /** {@return the events to store} */
    public List<Envelope<?>> events() {
        return events;
    }

    /**
     * {@return the events as bytes, in order}
     *
     * @throws AppendTooLargeException if they have too many bytes in total
     * @throws io.triskel.codec.InvalidEventException if one cannot be encoded or is too large by itself
     */
    public List<byte[]> encode(EventCodec codec) {
        List<WrittenEvent> each = new ArrayList<>(events.size());
        List<byte[]> encoded = new ArrayList<>(events.size());
        long bytes = 0;
        try (EventWriter writer = codec.writer()) {
            for (Envelope<?> event : events) {
                WrittenEvent one = writer.written(event);
                each.add(one);
                encoded.add(one.structured());
                bytes += one.structured().length;
            }
        }
        if (bytes > EventAppender.MAX_BYTES) {
            throw AppendTooLargeException.bytes(bytes);
        }
        written = each;
        return encoded;
    }

    /** {@return the events as {@link #encode} wrote them, in order; empty before} */
    public List<WrittenEvent> written() {
        return written;
    }

    /**
     * Compares the expectation with the stream.
     *
     * @param last the stream's last revision, read consistently
     * @param commitFrom finds the commit that begins at a revision; asked only if the stream is longer than expected
     * @return the answer; empty if the events are to be written, on condition that the stream still ends there
     */
    public Optional<AppendResult> answerWithoutWriting(long last, LongFunction<Optional<Commit>> commitFrom) {
        if (last == expected) {
            return Optional.empty();
        }
        if (last < expected) {
            return Optional.of(new AppendResult.Conflict(last));
        }
        return Optional.of(commitFrom
                .apply(commit.first())
                .filter(there -> there.command().equals(commit.command()))
                .<AppendResult>map(there -> new AppendResult.Repeated(there.first(), there.last()))
                .orElseGet(() -> new AppendResult.Conflict(last)));
    }
}
