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
 * Tests a projection: given events of some streams, when another event arrives, then these rows and totals. Every event is
 * applied twice, which exposes a projection that counts duplicates; rows go through the state codec, which exposes rows
 * that cannot be stored.
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

    /** {@return a fixture of a projection without events} */
    public static <R> ProjectionFixture<R> of(Projection<R> projection) {
        return new ProjectionFixture<>(projection);
    }

    /** Adds these events to a stream, in this order. An event is its data, or an {@link Envelope} with it. */
    public ProjectionFixture<R> given(String stream, Object... events) {
        for (Object event : events) {
            apply(stream, event);
        }
        return this;
    }

    /** {@return the read model after this event of the stream} */
    public Then<R> when(String stream, Object event) {
        apply(stream, event);
        return new Then<>(view(TYPE));
    }

    /** {@return the read model after this subject is forgotten} */
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
                .as("a duplicate of %s changes something", fact.id())
                .isFalse();
    }

    private boolean apply(Envelope<?> fact) {
        try {
            return view(fact.type()).apply(fact);
        } catch (NotYetException never) {
            throw new IllegalStateException("Nothing is rebuilt here, so nothing has to wait", never);
        }
    }

    /** A view keeps its state in the read model, so every event may have its own view, fed with the test's type. */
    private View<R> view(EventType fedWith) {
        return View.of(projection, readModel, StateCodec.of())
                .on(fedWith, Object.class)
                .build();
    }

    /** Expects rows and totals. */
    public static final class Then<R> {
        private final View<R> view;

        private Then(View<R> view) {
            this.view = view;
        }

        /** Expects this row of the stream. */
        public Then<R> thenRow(String stream, R row) {
            assertThat(view.find(new StreamId(stream))).as("row of %s", stream).contains(row);
            return this;
        }

        /** Expects no row of the stream. */
        public Then<R> thenNoRow(String stream) {
            assertThat(view.find(new StreamId(stream))).as("row of %s", stream).isEmpty();
            return this;
        }

        /** Expects exactly these rows under the index key, in any order. */
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

        /** Expects exactly these amounts of the total; an empty map without contributions. */
        public Then<R> thenTotal(String total, Map<String, Long> amounts) {
            assertThat(view.total(total)).as("total of %s", total).isEqualTo(amounts);
            return this;
        }
    }
}
