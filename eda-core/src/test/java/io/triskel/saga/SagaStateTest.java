package io.triskel.saga;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.codec.StateCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.Metadata;
import io.triskel.memory.InMemoryPersonalKeys;
import io.triskel.memory.InMemorySagaStore;
import io.triskel.personal.Personal;
import io.triskel.saga.SagaRow.PendingCommand;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SagaStateTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String ADDRESS = "12 Rue des Lilas";

    record Parcel(String order, Personal<String> address) {}

    record Placed(String order, Personal<String> address) {}

    record Ship(String order, Personal<String> address) {}

    record Shipped(String order) {}

    private final InMemoryPersonalKeys keys = new InMemoryPersonalKeys();
    private final InMemorySagaStore store = new InMemorySagaStore();
    private final RecordingPublisher bus = new RecordingPublisher();
    private final EventCodec events = EventCodec.of(TypeRegistry.builder()
                    .add(EventType.of("placed", 1), Placed.class)
                    .add(EventType.of("ship", 1), Ship.class)
                    .add(EventType.of("shipped", 1), Shipped.class)
                    .build())
            .withPersonal(keys);
    private final SagaRunner<Progress<Parcel>> runner = SagaRunner.of(
                    Steps.named("parcel", Parcel.class)
                            .startedBy(
                                    Placed.class, Placed::order, placed -> new Parcel(placed.order(), placed.address()))
                            .step("ship")
                            .command("shipping", parcel -> new Ship(parcel.order(), parcel.address()))
                            .done(Shipped.class)
                            .build(),
                    store,
                    events,
                    bus)
            .states(StateCodec.of().withPersonal(keys))
            .clock(() -> NOW)
            .sendLater()
            .build();
    private final Deadline soon = new Deadline(NOW.plus(Duration.ofSeconds(30)));

    private void place() throws Exception {
        runner.handle(
                Envelope.of(
                        new EventId("/shop", "1"),
                        EventType.of("placed", 1),
                        new Placed("order-1", new Personal.Known<>("zoe", ADDRESS))),
                soon);
    }

    @Test
    void personal_data_is_nowhere_in_the_row_in_plain_text() throws Exception {
        place();

        SagaRow row = runner.find("order-1").orElseThrow();
        assertThat(new String(row.state(), StandardCharsets.UTF_8))
                .contains("order-1")
                .doesNotContain(ADDRESS);
        assertThat(row.unsent().commands()).hasSize(1);
        for (PendingCommand command : row.unsent().commands()) {
            assertThat(new String(command.event(), StandardCharsets.UTF_8)).doesNotContain(ADDRESS);
        }
        String base64 = Base64.getEncoder()
                .encodeToString(ADDRESS.getBytes(StandardCharsets.UTF_8))
                .substring(0, 12);
        assertThat(new String(row.encoded(), StandardCharsets.UTF_8))
                .doesNotContain(ADDRESS)
                .doesNotContain(base64);
        assertThat(runner.state("order-1").orElseThrow().data().orElseThrow().address())
                .isEqualTo(new Personal.Known<>("zoe", ADDRESS));
    }

    @Test
    void after_a_subject_is_forgotten_the_saga_still_loads_and_goes_on() throws Exception {
        place();
        keys.forget("zoe");

        assertThat(runner.state("order-1").orElseThrow().data().orElseThrow().address())
                .isEqualTo(new Personal.Forgotten<>("zoe"));
        assertThat(runner.sendPending(10, soon).sent()).isEqualTo(1);
        runner.handle(
                Envelope.of(new EventId("/shipping", "1"), EventType.of("shipped", 1), new Shipped("order-1"))
                        .withMetadata(Metadata.causedBy(bus.accepted.get(0))),
                soon);
        assertThat(runner.find("order-1").orElseThrow().status()).isEqualTo(new SagaStatus.Ended(Steps.COMPLETED));
    }

    @Test
    void the_row_says_which_schema_its_state_has() throws Exception {
        place();

        String fingerprint = runner.find("order-1").orElseThrow().fingerprint();
        assertThat(fingerprint).contains(StateCodec.of().fingerprint(Parcel.class));
    }
}
