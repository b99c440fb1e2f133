package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import io.triskel.event.Metadata;
import io.triskel.event.Metadata.ExtensionValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Whatever can be written reads back as it was, in both modes and through each other. */
class EventCodecProperties {
    private final EventCodec codec = EventCodec.of(AnyEnvelope.TYPES);

    @Provide
    Arbitrary<Envelope<?>> envelopes() {
        return AnyEnvelope.any();
    }

    @Property(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void a_structured_event_reads_back_as_it_was(@ForAll("envelopes") Envelope<?> event) {
        Envelope<?> back = codec.decode(codec.encode(event));

        assertSame(event, back);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void a_binary_event_reads_back_attribute_equal(@ForAll("envelopes") Envelope<?> event) {
        Envelope<?> back = codec.decodeBinary(codec.encodeBinary(event));

        assertThat(canonical(back)).isEqualTo(canonical(event));
        assertThat(comparable(back.data())).isEqualTo(comparable(event.data()));
    }

    @Property(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void data_that_is_read_later_is_as_if_it_was_read_at_once(@ForAll("envelopes") Envelope<?> event) {
        WireEvent wire = codec.encodeBinary(event);
        Envelope<?> kept = codec.decodeBinary(wire, type -> false);

        Envelope<?> read = codec.decodeData(kept, type -> true);

        assertSame(codec.decodeBinary(wire), read);
        assertThat(codec.decodeData(kept, type -> false)).isSameAs(kept);
    }

    @Property(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void an_event_kept_encoded_is_written_again_with_the_same_bytes(@ForAll("envelopes") Envelope<?> event) {
        byte[] wire = codec.encode(event);

        Envelope<?> kept = codec.decode(wire, type -> false);

        assertThat(new String(codec.encode(kept), StandardCharsets.UTF_8))
                .isEqualTo(new String(wire, StandardCharsets.UTF_8));
    }

    @Property(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void both_modes_say_the_same(@ForAll("envelopes") Envelope<?> event) {
        Envelope<?> throughBinary = codec.decodeBinary(codec.encodeBinary(codec.decode(codec.encode(event))));

        assertThat(codec.encodeBinary(throughBinary)).isEqualTo(codec.encodeBinary(event));
    }

    @Property(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void an_event_with_broken_bytes_is_read_or_refused_and_nothing_else(
            @ForAll("envelopes") Envelope<?> event, @ForAll Random random) {
        byte[] wire = codec.encode(event);
        for (int i = random.nextInt(4); i >= 0; i--) {
            byte[] characters = "{}[]:,\"\\0-9.e+tfn \u00ff\u0000".getBytes(StandardCharsets.ISO_8859_1);
            wire[random.nextInt(wire.length)] = characters[random.nextInt(characters.length)];
        }

        try {
            assertThat(codec.decode(wire)).isNotNull();
        } catch (InvalidEventException refusal) {
            assertThat(refusal.attribute() + refusal.reason()).isNotBlank();
        }
    }

    private static void assertSame(Envelope<?> event, Envelope<?> back) {
        EventType type = event.type();
        assertThat(back.withData(type, "")).isEqualTo(event.withData(type, ""));
        assertThat(comparable(back.data())).isEqualTo(comparable(event.data()));
    }

    private static Object comparable(Object data) {
        return data instanceof byte[] bytes ? Arrays.toString(bytes) : data;
    }

    /** Without data, with every extension as its canonical text, and with JSON said where it is implied. */
    private static Envelope<?> canonical(Envelope<?> event) {
        Metadata metadata = event.metadata();
        Map<String, ExtensionValue> texts = new LinkedHashMap<>();
        metadata.extensions().forEach((name, value) -> texts.put(name, ExtensionValue.of(value.canonical())));
        Optional<String> contentType = metadata.dataContentType()
                .or(() -> Optional.of("application/json").filter(json -> event.data() instanceof OrderPlaced));
        return event.withMetadata(new Metadata(
                        metadata.correlation(),
                        metadata.causation(),
                        metadata.trace(),
                        contentType,
                        metadata.dataSchema(),
                        texts))
                .withData(event.type(), "");
    }
}
