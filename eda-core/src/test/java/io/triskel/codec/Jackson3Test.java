package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.WireName;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** An application on Jackson 3, as Spring Boot 4.1 brings it, has the core's Jackson 2 in the same JVM. */
class Jackson3Test {
    private static final EventType OLD = EventType.of("orders.paid", 1);
    private static final EventType PAID = EventType.of("orders.paid", 2);

    record Paid(
            @WireName("order-id") String order,
            @JsonProperty("in-euros") BigDecimal euros,
            Kind kind) {}

    enum Kind {
        @WireName("card")
        CARD
    }

    private final Paid paid = new Paid("o-1", new BigDecimal("10.50"), Kind.CARD);
    private final EventCodec codec = EventCodec.of(TypeRegistry.builder()
            .add(PAID, Paid.class)
            .upcast(OLD, PAID, old -> old.set("kind", "card"))
            .build());

    @Test
    void each_maps_the_same_record_and_the_shared_annotation_counts_for_both() {
        JsonMapper jackson3 = JsonMapper.builder().build();

        String by3 = jackson3.writeValueAsString(paid);
        String by2 = new String(codec.encode(Envelope.of(new EventId("/s", "1"), PAID, paid)), StandardCharsets.UTF_8);

        assertThat(by2).contains("\"order-id\":\"o-1\"", "\"in-euros\":10.50", "\"kind\":\"card\"");
        assertThat(by3).contains("\"order\":\"o-1\"", "\"in-euros\":10.50", "\"kind\":\"CARD\"");
        assertThat(jackson3.readValue(by3, Paid.class)).isEqualTo(paid);
    }

    @Test
    void an_older_event_is_upcast_and_read() {
        String old = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"orders.paid.v1\","
                + "\"data\":{\"order-id\":\"o-1\",\"in-euros\":10.50}}";

        assertThat(codec.decode(old.getBytes(StandardCharsets.UTF_8)).data()).isEqualTo(paid);
    }
}
