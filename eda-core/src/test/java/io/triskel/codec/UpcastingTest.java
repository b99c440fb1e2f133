package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Old events are read as the newest version, whatever way they come. */
class UpcastingTest {
    private static final EventType V1 = EventType.of("orders.placed", 1);
    private static final EventType V2 = EventType.of("orders.placed", 2);
    private static final EventType V3 = EventType.of("orders.placed", 3);

    record PlacedV1(String id) {}

    record Placed(String orderId, String currency, BigDecimal total) {}

    private final TypeRegistry types = TypeRegistry.builder()
            .add(V3, Placed.class)
            .upcast(V1, V2, old -> old.rename("id", "orderId"))
            .upcast(V2, V3, old -> old.set("currency", "EUR"))
            .build();
    private final EventCodec codec = EventCodec.of(types);

    private static byte[] wire(EventType type, String data, String more) {
        return ("{\"data\":" + data + ",\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"" + type
                        + "\"" + more + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void an_event_goes_through_every_step() {
        Envelope<?> event = codec.decode(wire(V1, "{\"id\":\"o-1\",\"total\":10.50}", ""));

        assertThat(event.type()).isEqualTo(V3);
        assertThat(event.data()).isEqualTo(new Placed("o-1", "EUR", new BigDecimal("10.50")));
        assertThat(event.id()).isEqualTo(new EventId("/s", "1"));
    }

    @Test
    void an_event_begins_at_its_own_version() {
        Envelope<?> event = codec.decode(wire(V2, "{\"orderId\":\"o-1\",\"total\":1}", ""));

        assertThat(event.data()).isEqualTo(new Placed("o-1", "EUR", BigDecimal.ONE));
    }

    @Test
    void binary_mode_upcasts_too() {
        Envelope<?> kept = codec.decode(wire(V1, "{\"id\":\"o-1\",\"total\":1}", ""), type -> false);

        Envelope<?> event = codec.decodeBinary(codec.encodeBinary(kept));

        assertThat(event.type()).isEqualTo(V3);
        assertThat(event.data()).isEqualTo(new Placed("o-1", "EUR", BigDecimal.ONE));
    }

    @Test
    void an_unwanted_event_stays_as_it_was() {
        Envelope<?> event = codec.decode(wire(V1, "{ \"id\" : 1}", ""), V3::equals);

        assertThat(event.type()).isEqualTo(V1);
        assertThat(event.data())
                .isEqualTo(new EncodedData(Optional.empty(), "{ \"id\" : 1}".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void the_schema_of_the_old_version_is_dropped_with_it() {
        String schema = ",\"dataschema\":\"https://schemas.example/placed/1\"";

        assertThat(codec.decode(wire(V1, "{\"id\":\"o\",\"total\":1}", schema))
                        .metadata()
                        .dataSchema())
                .isEmpty();
        assertThat(codec.decode(wire(V3, "{\"orderId\":\"o\",\"currency\":\"EUR\",\"total\":1}", schema))
                        .metadata()
                        .dataSchema())
                .contains(URI.create("https://schemas.example/placed/1"));
    }

    @Test
    void a_version_newer_than_known_is_kept_encoded() {
        EventType newer = EventType.of("orders.placed", 4);

        Envelope<?> event = codec.decode(wire(newer, "{\"x\":1}", ""));

        assertThat(event.type()).isEqualTo(newer);
        assertThat(event.data()).isInstanceOf(EncodedData.class);
    }

    @Test
    void an_old_version_with_a_class_of_its_own_and_no_upcaster_stays() {
        EventCodec both = EventCodec.of(TypeRegistry.builder()
                .add(V1, PlacedV1.class)
                .add(V3, Placed.class)
                .build());

        Envelope<?> event = both.decode(wire(V1, "{\"id\":\"o-1\"}", ""));

        assertThat(event.type()).isEqualTo(V1);
        assertThat(event.data()).isEqualTo(new PlacedV1("o-1"));
    }

    @Test
    void an_upcaster_that_fails_is_an_invalid_event_that_names_the_step() {
        EventCodec failing = EventCodec.of(TypeRegistry.builder()
                .add(V3, Placed.class)
                .upcast(V2, V3, old -> {
                    throw new IllegalStateException("no currency");
                })
                .build());

        InvalidEventException refusal =
                catchThrowableOfType(InvalidEventException.class, () -> failing.decode(wire(V2, "{}", "")));

        assertThat(refusal.attribute()).isEqualTo("data");
        assertThat(refusal.reason())
                .contains("from orders.placed.v2 to orders.placed.v3 failed")
                .contains("no currency");
    }

    @Test
    void an_upcaster_that_fails_with_an_error_makes_one_event_invalid_and_not_a_batch_impossible() {
        EventCodec failing = EventCodec.of(TypeRegistry.builder()
                .add(V3, Placed.class)
                .upcast(V2, V3, old -> {
                    throw new AssertionError("no currency");
                })
                .build());

        InvalidEventException refusal =
                catchThrowableOfType(InvalidEventException.class, () -> failing.decode(wire(V2, "{}", "")));

        assertThat(refusal.reason()).contains("from orders.placed.v2 to orders.placed.v3 failed", "no currency");
    }

    @Test
    void an_upcaster_that_recurses_too_deeply_makes_one_event_invalid() {
        EventCodec recursing = EventCodec.of(TypeRegistry.builder()
                .add(V3, Placed.class)
                .upcast(V2, V3, old -> {
                    throw new StackOverflowError("told to recurse");
                })
                .build());

        InvalidEventException refusal =
                catchThrowableOfType(InvalidEventException.class, () -> recursing.decode(wire(V2, "{}", "")));

        assertThat(refusal.reason()).contains("from orders.placed.v2 to orders.placed.v3 failed", "told to recurse");
    }

    @Test
    void a_broken_package_is_no_event_s_fault() {
        EventCodec broken = EventCodec.of(TypeRegistry.builder()
                .add(V3, Placed.class)
                .upcast(V2, V3, old -> {
                    throw new NoClassDefFoundError("com/acme/Currency");
                })
                .build());

        assertThatExceptionOfType(NoClassDefFoundError.class).isThrownBy(() -> broken.decode(wire(V2, "{}", "")));
    }

    @Test
    void an_error_of_the_virtual_machine_is_no_event_s_fault() {
        EventCodec dying = EventCodec.of(TypeRegistry.builder()
                .add(V3, Placed.class)
                .upcast(V2, V3, old -> {
                    throw new OutOfMemoryError("told to die");
                })
                .build());

        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> dying.decode(wire(V2, "{}", "")))
                .withMessage("told to die");
    }

    @Test
    void data_that_is_no_object_cannot_be_upcast() {
        InvalidEventException refusal =
                catchThrowableOfType(InvalidEventException.class, () -> codec.decode(wire(V1, "[1]", "")));

        assertThat(refusal.reason()).contains("takes a JSON object, not ARRAY");
    }
}
