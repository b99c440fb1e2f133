package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The limit holds on the way out and on the way in, in both modes, to the byte. */
class EventSizeTest {
    private final EventCodec codec = EventCodec.of(AnyEnvelope.TYPES);

    private static Envelope<?> event(int dataBytes) {
        byte[] json = ("\"" + "x".repeat(dataBytes - 2) + "\"").getBytes(StandardCharsets.UTF_8);
        return Envelope.of(new EventId("/s", "1"), AnyEnvelope.UNKNOWN, new EncodedData(Optional.empty(), json));
    }

    private int overhead() {
        return codec.encode(event(2)).length - 2;
    }

    @Test
    void an_encoded_event_of_256_kib_is_written_and_read() {
        byte[] wire = codec.encode(event(256 * 1024 - overhead()));

        assertThat(wire).hasSize(256 * 1024);
        assertThat(codec.decode(wire).type()).isEqualTo(AnyEnvelope.UNKNOWN);
    }

    @Test
    void one_byte_more_is_not_written() {
        EventTooLargeException refusal = catchThrowableOfType(
                EventTooLargeException.class, () -> codec.encode(event(256 * 1024 - overhead() + 1)));

        assertThat(refusal.actual()).isEqualTo(256 * 1024 + 1);
        assertThat(refusal.limit()).isEqualTo(256 * 1024);
        assertThat(refusal).hasMessageContaining("262145 bytes").hasMessageContaining("at most 262144");
    }

    @Test
    void one_byte_more_is_not_read() {
        byte[] wire = codec.withMaxBytes(300_000).encode(event(256 * 1024 - overhead() + 1));

        EventTooLargeException refusal = catchThrowableOfType(EventTooLargeException.class, () -> codec.decode(wire));

        assertThat(refusal.actual()).isEqualTo(256 * 1024 + 1);
    }

    @Test
    void in_binary_mode_attributes_count_too() {
        WireEvent small = codec.encodeBinary(event(100));
        int size = small.body().length
                + small.attributes().entrySet().stream()
                        .mapToInt(attribute -> attribute.getKey().length()
                                + attribute.getValue().length())
                        .sum();

        assertThat(codec.withMaxBytes(size)
                        .decodeBinary(codec.withMaxBytes(size).encodeBinary(event(100)))
                        .id())
                .isEqualTo(new EventId("/s", "1"));
        assertThat(catchThrowableOfType(
                                EventTooLargeException.class,
                                () -> codec.withMaxBytes(size - 1).encodeBinary(event(100)))
                        .actual())
                .isEqualTo(size);
        assertThat(catchThrowableOfType(
                                EventTooLargeException.class,
                                () -> codec.withMaxBytes(size - 1).decodeBinary(small))
                        .actual())
                .isEqualTo(size);
    }

    @Test
    void a_huge_event_is_measured_to_the_end_and_not_kept() {
        EventTooLargeException refusal =
                catchThrowableOfType(EventTooLargeException.class, () -> codec.encode(event(5_000_000)));

        assertThat(refusal.actual()).isEqualTo(5_000_000 + overhead());
    }
}
