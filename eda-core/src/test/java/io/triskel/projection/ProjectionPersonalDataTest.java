package io.triskel.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.StateCodec;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryPersonalKeys;
import io.triskel.memory.InMemoryStores;
import io.triskel.personal.Personal;
import io.triskel.projection.ReadModel.Row;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A row may hold personal data encrypted; then forgetting needs no erasure, and the row goes on. */
class ProjectionPersonalDataTest {
    private static final EventType TYPE = EventType.of("test.customer", 1);
    private static final StreamId ADA = new StreamId("c1");

    record Named(Personal<String> name) {}

    record Visited() {}

    record CustomerRow(Personal<String> name, int visits) {}

    private final InMemoryPersonalKeys keys = new InMemoryPersonalKeys();
    private final StateCodec codec = StateCodec.of().withPersonal(keys);
    private final ReadModel readModel = new InMemoryStores().readModel();
    private final View<CustomerRow> view =
            View.of(new Customers(), readModel, codec).on(TYPE, Object.class).build();

    @Test
    void the_plain_text_is_not_in_the_row() {
        OrderRows.apply(view, fact(1, new Named(Personal.of("ada", "Ada Lovelace"))));

        Row row = readModel.get("customers.g1", "c1").orElseThrow();
        assertThat(new String(row.state(), StandardCharsets.UTF_8)).doesNotContain("Lovelace");
        assertThat(view.find(ADA).orElseThrow().name()).isEqualTo(Personal.of("ada", "Ada Lovelace"));
    }

    @Test
    void a_row_of_a_forgotten_subject_still_loads_and_goes_on() {
        OrderRows.apply(view, fact(1, new Named(Personal.of("ada", "Ada Lovelace"))));

        keys.forget("ada");
        OrderRows.apply(view, fact(2, new Visited()));

        assertThat(view.find(ADA)).contains(new CustomerRow(new Personal.Forgotten<>("ada"), 1));
    }

    private static Envelope<?> fact(long revision, Object data) {
        return Envelope.of(new EventId("/customers", Long.toString(revision)), TYPE, data)
                .withPattern(new EventKind.Sourced(ADA, revision));
    }

    private static final class Customers implements Projection<CustomerRow> {
        @Override
        public String name() {
            return "customers";
        }

        @Override
        public Class<CustomerRow> rowType() {
            return CustomerRow.class;
        }

        /** Its rows hold personal data sealed and nowhere else. */
        @Override
        public Optional<String> subject(CustomerRow row) {
            return Optional.empty();
        }

        @Override
        public Optional<CustomerRow> evolve(Optional<CustomerRow> row, Envelope<?> event) {
            return event.data() instanceof Named named
                    ? Optional.of(new CustomerRow(named.name(), 0))
                    : row.map(old -> new CustomerRow(old.name(), old.visits() + 1));
        }
    }
}
