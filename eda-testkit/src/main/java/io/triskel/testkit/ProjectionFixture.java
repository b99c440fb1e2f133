package io.triskel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.StateCodec;
import io.triskel.consume.NotYetException;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.Page;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryStores;
import io.triskel.projection.Projection;
import io.triskel.projection.ReadModel;
import io.triskel.projection.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Given the events of some streams, when another event comes, then these rows and totals. Every event is applied twice,
 * which exposes a projection that counts a repeat; rows go through the state codec, which exposes one that cannot be
 * stored.
 *
 * <pre>{@code
 * ProjectionFixture.of(new OrderView())
 *         .given("order-1", new OrderPlaced("ann", 300))
 *         .when("order-1", new OrderShipped())
 *         .thenRow("order-1", new OrderRow("ann", 300, "shipped"))
 *         .thenTotal("tea", Map.of("revenue", 300L));
 * }</pre>
 *
 * @param <R> the row
 */
public final class ProjectionFixture<R> {
    private static final EventType TYPE = EventType.of("triskel.testkit.given", 1);

    private final Projection<R> projection;
    private final ReadModel readModel = new InMemoryStores().readModel();
    private final Map<String, Long> revisions = new HashMap<>();

    private ProjectionFixture(Projection<R> projection) {
        this.projection = projection;
    }

    /** {@return a fixture of a projection that has seen nothing} */
    public static <R> ProjectionFixture<R> of(Projection<R> projection) {
        return new ProjectionFixture<>(projection);
    }

    /** Lets a stream have had these events, in this order. An event is its data, or an {@link Envelope} that has it. */
    public ProjectionFixture<R> given(String stream, Object... events) {
        for (Object event : events) {
            apply(stream, event);
        }
        return this;
    }

    /** {@return what the read model has once the stream has had this event, too} */
    public Then<R> when(String stream, Object event) {
        apply(stream, event);
        return new Then<>(view(TYPE));
    }

    /** {@return what the read model has once this subject is forgotten} */
    public Then<R> whenForgotten(String subject) {
        view(TYPE).erase(subject);
        return new Then<>(view(TYPE));
    }

    private void apply(String stream, Object event) {
        long revision = revisions.merge(stream, 1L, Long::sum);
        Envelope<?> envelope = event instanceof Envelope<?> whole
                ? whole
                : Envelope.of(new EventId("/testkit/" + stream, Long.toString(revision)), TYPE, event);
        Envelope<?> fact = envelope.withPattern(new EventKind.Sourced(new StreamId(stream), revision));
        apply(fact);
        assertThat(apply(fact))
                .as("a repeat of %s changes something", fact.id())
                .isFalse();
    }

    private boolean apply(Envelope<?> fact) {
        try {
            return view(fact.type()).apply(fact);
        } catch (NotYetException never) {
            throw new IllegalStateException("Nothing is rebuilt here, so nothing has to wait", never);
        }
    }

    /**
     * A view's state is all in its read model, so every event may have a view of its own, fed with the type that the test
     * gives.
     */
    private View<R> view(EventType fedWith) {
        return View.of(projection, readModel, StateCodec.of())
                .on(fedWith, Object.class)
                .build();
    }

    /** Asks for rows and totals. */
    public static final class Then<R> {
        private final View<R> view;

        private Then(View<R> view) {
            this.view = view;
        }

        /** The stream has this row. */
        public Then<R> thenRow(String stream, R row) {
            assertThat(view.find(new StreamId(stream))).as("row of %s", stream).contains(row);
            return this;
        }

        /** The stream has no row. */
        public Then<R> thenNoRow(String stream) {
            assertThat(view.find(new StreamId(stream))).as("row of %s", stream).isEmpty();
            return this;
        }

        /** Exactly these rows are found under the index key, in any order. */
        @SafeVarargs
        @SuppressWarnings("varargs") // only read
        public final Then<R> thenFound(String index, String key, R... rows) {
            List<R> found = new ArrayList<>();
            Optional<String> after = Optional.empty();
            do {
                Page<R> page = view.query(index, key, after, 100);
                found.addAll(page.items());
                after = page.next();
            } while (after.isPresent());
            assertThat(found).as("rows with %s %s", index, key).containsExactlyInAnyOrderElementsOf(List.of(rows));
            return this;
        }

        /** The total has exactly these amounts; an empty map if nothing adds to it. */
        public Then<R> thenTotal(String total, Map<String, Long> amounts) {
            assertThat(view.total(total)).as("total of %s", total).isEqualTo(amounts);
            return this;
        }
    }
}
