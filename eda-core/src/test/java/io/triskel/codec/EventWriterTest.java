package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.triskel.codec.EventCodec.EventWriter;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One writer for many events writes each as if it were alone, whatever became of those before it. */
class EventWriterTest {
    private static final EventType NOTED = EventType.of("test.noted", 1);

    record Noted(String text) {}

    private final EventCodec codec = EventCodec.of(
                    TypeRegistry.builder().add(NOTED, Noted.class).build())
            .withMaxBytes(20_000);
    private final EventWriter writer = codec.writer();

    private static Envelope<Object> event(String id, Object data) {
        return Envelope.of(new EventId("/s", id), NOTED, data);
    }

    @Test
    void every_event_has_the_bytes_that_it_has_alone() {
        List<Envelope<Object>> events = List.of(
                event("1", new Noted("short")), event("2", new Noted("x".repeat(15_000))), event("3", new Noted("")));

        List<byte[]> written = events.stream().map(writer::write).toList();

        assertThat(written)
                .containsExactlyElementsOf(events.stream().map(codec::encode).toList());
    }

    @Test
    void one_that_cannot_be_written_leaves_nothing_in_the_next() {
        assertThatExceptionOfType(InvalidEventException.class)
                .isThrownBy(() -> writer.write(event("1", new Thread("no data"))));

        assertThat(writer.write(event("2", new Noted("n")))).isEqualTo(codec.encode(event("2", new Noted("n"))));
    }

    @Test
    void one_that_is_too_large_leaves_nothing_in_the_next() {
        assertThatExceptionOfType(EventTooLargeException.class)
                .isThrownBy(() -> writer.write(event("1", new Noted("x".repeat(20_000)))))
                .satisfies(refusal -> assertThat(refusal.limit()).isEqualTo(20_000));

        assertThat(writer.write(event("2", new Noted("n")))).isEqualTo(codec.encode(event("2", new Noted("n"))));
    }

    @Test
    void a_closed_one_begins_anew() {
        writer.write(event("1", new Noted("n")));
        writer.close();

        assertThat(writer.write(event("2", new Noted("n")))).isEqualTo(codec.encode(event("2", new Noted("n"))));
    }
}
