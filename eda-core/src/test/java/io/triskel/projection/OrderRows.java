package io.triskel.projection;

import io.triskel.codec.StateCodec;
import io.triskel.consume.NotYetException;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.StreamId;
import io.triskel.personal.SubjectForgotten;
import io.triskel.projection.Projection.Contribution;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The projection of this package's tests: an order with its customer, its state and its share of a product's revenue. */
final class OrderRows implements Projection<OrderRows.OrderRow> {
    static final EventType TYPE = EventType.of("test.order", 1);

    record OrderRow(String customer, String product, long cents, String state) {}

    record Placed(String customer, String product, long cents) {}

    record Moved(String product) {}

    record Closed() {}

    record Removed() {}

    static <E> Envelope<E> fact(String order, long revision, E data) {
        return Envelope.of(new EventId("/orders", order + "-" + revision), TYPE, data)
                .withPattern(new EventKind.Sourced(new StreamId(order), revision));
    }

    /** A view that is fed with all of these, and by whoever forgets. */
    static <R> ViewBuilder<R> view(Projection<R> projection, ReadModel readModel) {
        return View.of(projection, readModel, StateCodec.of())
                .on(TYPE, Object.class)
                .on(SubjectForgotten.TYPE, SubjectForgotten.class);
    }

    /** Applies an event that nothing is waited for. */
    static boolean apply(View<?> view, Envelope<?> event) {
        try {
            return view.apply(event);
        } catch (NotYetException waits) {
            throw new AssertionError(waits);
        }
    }

    @Override
    public String name() {
        return "orders";
    }

    @Override
    public Class<OrderRow> rowType() {
        return OrderRow.class;
    }

    @Override
    public Optional<OrderRow> evolve(Optional<OrderRow> row, Envelope<?> event) {
        if (event.data() instanceof Placed placed) {
            return Optional.of(new OrderRow(placed.customer(), placed.product(), placed.cents(), "placed"));
        }
        if (event.data() instanceof Moved moved) {
            return row.map(old -> new OrderRow(old.customer(), moved.product(), old.cents(), old.state()));
        }
        if (event.data() instanceof Closed) {
            return row.map(old -> new OrderRow(old.customer(), old.product(), old.cents(), "closed"));
        }
        return event.data() instanceof Removed ? Optional.empty() : row;
    }

    @Override
    public Map<String, String> indexKeys(OrderRow row) {
        return Map.of("customer", row.customer(), "state", row.state());
    }

    @Override
    public List<Contribution> contributions(OrderRow row) {
        return List.of(new Contribution(row.product(), Map.of("revenue", row.cents(), "orders", 1L)));
    }

    @Override
    public Optional<String> subject(OrderRow row) {
        return row.customer().equals("forgotten") ? Optional.empty() : Optional.of(row.customer());
    }
}
