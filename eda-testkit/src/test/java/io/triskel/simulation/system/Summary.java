package io.triskel.simulation.system;

import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import io.triskel.projection.Projection;
import io.triskel.projection.Projection.Contribution;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The view: one line per order, with its customer's name in clear, its events counted, and what each product brings in. */
final class Summary implements Projection<Summary.Line> {
    /** Notes are not subscribed to: a line that counted them would be fed what its consumer never gets. */
    static final Set<EventType> TYPES =
            Set.of(Orders.PLACED, Orders.AMENDED, Orders.CANCELLED, Orders.CONFIRMED, Orders.REJECTED);

    record Line(String customer, String name, String product, long cents, int events, String standing) {
        private Line now(String next) {
            return new Line(customer, name, product, cents, events + 1, next);
        }
    }

    @Override
    public String name() {
        return "summary";
    }

    @Override
    public Class<Line> rowType() {
        return Line.class;
    }

    @Override
    public Optional<Line> evolve(Optional<Line> line, Envelope<?> event) {
        if (event.data() instanceof Orders.Placed placed) {
            String name = placed.name().known().orElse("");
            return Optional.of(new Line(placed.name().subject(), name, placed.product(), placed.cents(), 1, "open"));
        }
        if (event.data() instanceof Orders.Amended amended) {
            return line.map(was -> new Line(
                    was.customer(), was.name(), amended.product(), amended.cents(), was.events() + 1, was.standing()));
        }
        if (event.data() instanceof Orders.Rejected) {
            return Optional.empty();
        }
        return line.map(was -> was.now(event.type().name()));
    }

    @Override
    public Map<String, String> indexKeys(Line line) {
        return Map.of("product", line.product());
    }

    @Override
    public List<Contribution> contributions(Line line) {
        return List.of(new Contribution(line.product(), Map.of("cents", line.cents(), "orders", 1L)));
    }

    @Override
    public Optional<String> subject(Line line) {
        return line.name().isEmpty() ? Optional.empty() : Optional.of(line.customer());
    }

    @Override
    public Optional<Line> erase(Line line) {
        return Optional.of(new Line(line.customer(), "", line.product(), line.cents(), line.events(), line.standing()));
    }
}
