package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.NoData;
import io.triskel.memory.InMemoryPersonalKeys;
import io.triskel.personal.Personal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Writing has the limits of reading: at the limit it is written and read, one over it is refused with its path. */
class WritingLimitsTest {
    private static final EventType TYPE = EventType.of("test.limits", 1);

    record Texts(String text, List<String> list, Map<String, String> map, String[] array, Optional<String> maybe) {}

    record Nested(List<Nested> below) {}

    record Numbers(BigInteger whole, BigDecimal decimal) {}

    record NumberKeys(Map<BigInteger, String> map) {}

    record Keys(Map<String, Integer> map) {}

    record Where(Locale locale, Map<Locale, String> by) {}

    record Secret(Personal<Keys> who) {}

    @SuppressWarnings("NullableOptional")
    record MaybeNothing(
            @Nullable Optional<String> maybe, @Nullable String text) {}

    private final StateCodec states = StateCodec.of().withPersonal(new InMemoryPersonalKeys());

    private static EventCodec codecOf(Class<?> type) {
        return EventCodec.of(TypeRegistry.builder().add(TYPE, type).build()).withMaxBytes(100_000_000);
    }

    private static Envelope<?> event(Object data) {
        return Envelope.of(new EventId("/s", "1"), TYPE, data);
    }

    private void assertReads(Object value) {
        EventCodec codec = codecOf(value.getClass());
        assertThat(codec.decode(codec.encode(event(value))).data()).isEqualTo(value);
        assertThat(codec.decodeBinary(codec.encodeBinary(event(value))).data()).isEqualTo(value);
        assertThat(states.decode(states.encode(value), value.getClass())).isEqualTo(value);
    }

    private void assertRefused(Object value, String reason) {
        EventCodec codec = codecOf(value.getClass());
        InvalidEventException structured =
                catchThrowableOfType(InvalidEventException.class, () -> codec.encode(event(value)));
        InvalidEventException binary =
                catchThrowableOfType(InvalidEventException.class, () -> codec.encodeBinary(event(value)));
        InvalidStateException state = catchThrowableOfType(InvalidStateException.class, () -> states.encode(value));

        assertThat(structured.reason()).contains(reason);
        assertThat(binary.reason()).contains(reason);
        assertThat(state).hasMessageContaining(reason);
    }

    @org.junit.jupiter.api.Nested
    class A_null {
        private Texts texts(@Nullable String text, @Nullable String element, @Nullable String inArray) {
            return new Texts(
                    text,
                    Arrays.asList("a", element),
                    Map.of(),
                    new @Nullable String[] {"a", "b", inArray},
                    Optional.empty());
        }

        @Test
        void in_a_component_is_refused() {
            assertRefused(texts(null, "b", "c"), "at text: it is null");
        }

        @Test
        void in_a_list_is_refused() {
            assertRefused(texts("a", null, "c"), "at list[1]: it is null");
        }

        @Test
        void in_an_array_is_refused() {
            assertRefused(texts("a", "b", null), "at array[2]: it is null");
        }

        @Test
        void in_a_map_is_refused() {
            Map<String, String> map = new java.util.HashMap<>();
            map.put("k", null);

            assertRefused(new Texts("a", List.of(), map, new String[0], Optional.empty()), "at map: it is null");
        }

        @Test
        @SuppressWarnings("NullOptional")
        void in_place_of_an_optional_is_refused() {
            assertRefused(new Texts("a", List.of(), Map.of(), new String[0], null), "at maybe: it is null");
            assertRefused(new MaybeNothing(null, null), "at maybe: it is null");
        }

        @Test
        void in_a_nullable_component_is_written() {
            assertReads(new MaybeNothing(Optional.empty(), null));
        }
    }

    @org.junit.jupiter.api.Nested
    class Nesting {
        private Nested nested(int records) {
            Nested at = new Nested(List.of());
            for (int i = 1; i < records; i++) {
                at = new Nested(List.of(at));
            }
            return at;
        }

        @Test
        void is_200_deep_at_most_of_which_a_structured_event_takes_one() {
            Nested hundred = nested(100);
            EventCodec codec = codecOf(Nested.class);

            assertThat(states.decode(states.encode(hundred), Nested.class)).isEqualTo(hundred);
            assertThat(codec.decodeBinary(codec.encodeBinary(event(hundred))).data())
                    .isEqualTo(hundred);
            assertThat(catchThrowableOfType(InvalidEventException.class, () -> codec.encode(event(hundred)))
                            .reason())
                    .contains("nesting depth (201)");
            assertReads(nested(99));
            assertRefused(nested(101), "nesting depth (201)");
        }

        @Test
        void of_a_list_that_contains_itself_ends() {
            List<Nested> circle = new ArrayList<>();
            circle.add(new Nested(circle));

            assertRefused(new Nested(circle), "nesting depth (201)");
        }

        @Test
        void of_kept_data_that_is_too_deep_for_an_event_makes_it_octets() {
            EventCodec codec = codecOf(NoData.class);
            EventType unknown = EventType.of("test.unknown", 1);
            for (int depth : new int[] {199, 200}) {
                byte[] json = ("[".repeat(depth) + "]".repeat(depth)).getBytes(StandardCharsets.UTF_8);
                Envelope<?> kept = event(NoData.NO_DATA).withData(unknown, new EncodedData(Optional.empty(), json));

                byte[] written = codec.encode(kept);

                assertThat(codec.decode(written).data()).isEqualTo(kept.data());
                assertThat(new String(written, StandardCharsets.UTF_8).contains("data_base64"))
                        .isEqualTo(depth == 200);
            }
        }
    }

    @org.junit.jupiter.api.Nested
    class Numbers_have {
        private final BigInteger most = BigInteger.TEN.pow(1000).subtract(BigInteger.ONE);

        @Test
        void a_thousand_digits_at_most() {
            assertReads(new Numbers(most, new BigDecimal(most, 500)));
            assertReads(new Numbers(most.negate(), new BigDecimal(most.negate(), 1)));
            assertRefused(new Numbers(BigInteger.TEN.pow(1000), BigDecimal.ONE), "at whole: a number has at most 1000");
            assertRefused(
                    new Numbers(BigInteger.ONE, new BigDecimal(BigInteger.TEN.pow(1000), 7)),
                    "at decimal: a number has at most 1000 digits, this has 1001");
        }

        @Test
        void exponents_that_an_int_holds() {
            assertReads(new Numbers(BigInteger.ONE, new BigDecimal(BigInteger.ONE, -Integer.MAX_VALUE)));
            assertRefused(
                    new Numbers(BigInteger.ONE, new BigDecimal(BigInteger.TEN, -Integer.MAX_VALUE)),
                    "at decimal: its exponent");
        }

        @Test
        void a_sign_that_counts_where_they_are_keys() {
            assertReads(new NumberKeys(Map.of(most, "")));
            assertRefused(new NumberKeys(Map.of(most.negate(), "")), "a number that is a key has at most 1000");
        }
    }

    @org.junit.jupiter.api.Nested
    class A_maps_key {
        @Test
        void has_50_000_bytes_at_most() {
            assertReads(new Keys(Map.of("k".repeat(50_000), 1)));
            assertRefused(new Keys(Map.of("k".repeat(50_001), 1)), "a name has at most 50000 bytes, this has 50001");
            assertReads(new Keys(Map.of("€".repeat(16_666), 1)));
            assertRefused(new Keys(Map.of("€".repeat(16_667), 1)), "this has 50001");
        }

        @Test
        void has_no_unpaired_surrogate() {
            assertReads(new Keys(Map.of("😀", 1)));
            assertRefused(new Keys(Map.of("a\ud83d", 1)), "unpaired surrogate, this has one at 1");
        }

        @Test
        void is_not_null() {
            Map<@Nullable String, Integer> map = new java.util.HashMap<>();
            map.put(null, 1);

            assertRefused(new Keys(map), "Null key");
        }
    }

    @Test
    void a_text_has_any_length_that_the_event_has_room_for() {
        String text = "x".repeat(20_000_001);
        record Text(String text) {}

        assertReads(new Text(text));
    }

    @Test
    void a_locale_that_has_no_text_is_refused() {
        Locale script = Locale.forLanguageTag("und-Latn");

        assertReads(new Where(Locale.forLanguageTag("zh-Hans-CN"), Map.of(Locale.ROOT, "", Locale.UK, "")));
        assertRefused(new Where(script, Map.of()), "at locale: a locale without language and country");
        assertRefused(new Where(Locale.UK, Map.of(script, "")), "a locale without language and country");
    }

    @Test
    void personal_data_is_refused_without_showing_any_of_it() {
        Secret secret = new Secret(Personal.of("anna", new Keys(Map.of("secret\ud800", 1))));

        InvalidStateException refusal = catchThrowableOfType(InvalidStateException.class, () -> states.encode(secret));

        assertThat(refusal).hasMessageContaining("personal data of subject 'anna'");
        for (Throwable at = refusal; at != null; at = at.getCause()) {
            assertThat(at.toString()).doesNotContain("secret");
        }
    }

    @org.junit.jupiter.api.Nested
    class Data_of_another_kind_than_its_type_has {
        private final EventCodec codec = codecOf(Keys.class);

        @Test
        void octets_are_refused() {
            assertThat(catchThrowableOfType(InvalidEventException.class, () -> codec.encode(event(new byte[] {1, 2})))
                            .reason())
                    .contains("this is octets");
            assertThat(catchThrowableOfType(
                            InvalidEventException.class, () -> codec.encodeBinary(event(new byte[] {1, 2}))))
                    .isNotNull();
        }

        @Test
        void none_is_refused_except_of_a_tombstone() {
            Envelope<?> none = event(NoData.NO_DATA);
            Envelope<?> tombstone = none.withPattern(new EventKind.StateTransfer("e", 1, true));

            assertThat(catchThrowableOfType(InvalidEventException.class, () -> codec.encode(none))
                            .reason())
                    .contains("this is none");
            assertThat(codec.decode(codec.encode(tombstone))).isEqualTo(tombstone);
        }
    }

    @Test
    void what_an_upcaster_makes_has_the_limits_too() {
        EventType older = EventType.of("test.limits", 0);
        EventCodec codec = EventCodec.of(TypeRegistry.builder()
                .add(TYPE, Keys.class)
                .upcast(older, TYPE, data -> data.set("map", JsonObject.empty().set("k".repeat(50_001), 1)))
                .build());
        Envelope<?> old = event(NoData.NO_DATA)
                .withData(older, new EncodedData(Optional.empty(), "{}".getBytes(StandardCharsets.UTF_8)));

        InvalidEventException refusal =
                catchThrowableOfType(InvalidEventException.class, () -> codec.decode(codec.encode(old)));

        assertThat(refusal.reason()).contains("the upcaster from test.limits").contains("at most 50000 bytes");
    }
}
