package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.triskel.event.WireName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WireNameTest {
    enum Level {
        @WireName("low")
        CALM,
        @JsonProperty("high")
        LOUD,
        NONE
    }

    sealed interface Payment {
        @WireName("card")
        record Card(@WireName("card-number") String number) implements Payment {}

        @JsonTypeName("cash")
        record Cash(@JsonProperty("in-cents") int cents) implements Payment {}
    }

    record Order(@WireName("order-id") String id, List<Payment> payments, Map<Level, Level> levels) {
        /** Written out, so that the compiler copies no annotation to its parameters. */
        Order(String id, List<Payment> payments, Map<Level, Level> levels) {
            this.id = id;
            this.payments = payments;
            this.levels = levels;
        }

        @Override
        public String id() {
            return id;
        }
    }

    record Twice(String id, @WireName("id") String other) {}

    enum Both {
        @WireName("B")
        A,
        B
    }

    private final StateCodec codec = StateCodec.of();
    private final Order order =
            new Order("o-1", List.of(new Payment.Card("4711"), new Payment.Cash(5)), Map.of(Level.CALM, Level.LOUD));

    @Test
    void components_constants_and_members_of_sealed_types_are_written_by_it_and_read_back() {
        byte[] written = codec.encode(order);

        assertThat(new String(written, StandardCharsets.UTF_8))
                .isEqualTo("{\"order-id\":\"o-1\",\"payments\":[{\"@type\":\"card\",\"card-number\":\"4711\"},"
                        + "{\"@type\":\"cash\",\"in-cents\":5}],\"levels\":{\"low\":\"high\"}}");
        assertThat(codec.decode(written, Order.class)).isEqualTo(order);
    }

    @Test
    void schemas_and_golden_files_have_it() {
        SchemaWriter schemas = new SchemaWriter("#/");
        schemas.data(Order.class);

        assertThat(SchemaWriter.outline(Order.class))
                .contains("order-id: string", "card: object", "card-number: string", "one of NONE high low");
        assertThat(schemas.definitions()
                        .get("WireNameTest.Order")
                        .object("properties")
                        .names())
                .containsExactly("order-id", "payments", "levels");
        assertThat(schemas.definitions().get("WireNameTest.Level").texts("enum"))
                .containsExactly("low", "high", "NONE");
    }

    @Test
    void a_name_given_twice_is_rejected_before_anything_is_written() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.requireReadable(Twice.class))
                .withMessageContaining("has the name 'id' twice: give one of them another name by @WireName");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.requireReadable(Both.class))
                .withMessageContaining("has the name 'B' twice");
    }
}
