package io.triskel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.event.Envelope;
import io.triskel.event.EventKind;
import io.triskel.event.Page;
import io.triskel.event.StreamId;
import io.triskel.projection.History;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventStore;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The contract of every {@link History}: all events since the beginning, each stream's in revision order, page by page. */
public abstract class HistoryContract {
    private static final int PAGE = 3;

    /** An event store, and the history of its commits. */
    public record Stores(EventStore events, History history) {}

    /** {@return the implementation under test, for events of this codec} */
    protected abstract Stores create(EventCodec codec);

    @Test
    final void every_event_of_every_stream_is_in_it_in_revision_order() {
        Stores stores = create(Notes.codec());
        StreamId one = Notes.stream();
        StreamId other = Notes.stream();
        append(stores, one, 0, 2);
        append(stores, other, 0, PAGE + 1);
        append(stores, one, 2, 2);

        List<Envelope<?>> events = readAll(stores.history());

        assertThat(revisions(events, one)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(revisions(events, other)).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    final void what_is_committed_while_it_is_read_comes_at_its_end() {
        Stores stores = create(Notes.codec());
        StreamId stream = Notes.stream();
        append(stores, stream, 0, 2 * PAGE);
        List<Envelope<?>> events = new ArrayList<>();
        Page<Envelope<?>> page = stores.history().read(Optional.empty(), PAGE);
        events.addAll(page.items());
        append(stores, stream, 2 * PAGE, 1);
        while (page.next().isPresent()) {
            page = stores.history().read(page.next(), PAGE);
            events.addAll(page.items());
        }

        assertThat(revisions(events, stream)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }

    private static void append(Stores stores, StreamId stream, long after, int events) {
        assertThat(stores.events().append(stream, Expectation.exactly(after), Notes.notes(events), Notes.command()))
                .isInstanceOf(AppendResult.Committed.class);
    }

    private static List<Envelope<?>> readAll(History history) {
        List<Envelope<?>> all = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            Page<Envelope<?>> page = history.read(next, PAGE);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(PAGE);
            all.addAll(page.items());
            next = page.next();
        } while (next.isPresent());
        return all;
    }

    /** Duplicates are allowed; only first occurrences must be in order. */
    private static List<Long> revisions(List<Envelope<?>> events, StreamId stream) {
        LinkedHashSet<Long> revisions = new LinkedHashSet<>();
        for (Envelope<?> event : events) {
            if (event.pattern() instanceof EventKind.Sourced sourced
                    && sourced.stream().equals(stream)) {
                revisions.add(sourced.revision());
            }
        }
        return List.copyOf(revisions);
    }
}
