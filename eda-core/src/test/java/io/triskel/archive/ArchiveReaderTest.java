package io.triskel.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.Delivery;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What is read from objects full of lines. */
class ArchiveReaderTest {
    private static final EventType COUNTED = EventType.of("triskel.test.counted", 1);
    private static final EventCodec CODEC =
            EventCodec.of(TypeRegistry.builder().add(COUNTED, Counted.class).build());

    private final ArchiveReader reader = new ArchiveReader(new JsonLines(), CODEC, type -> true);

    record Counted(int n) {}

    @Test
    void plain_objects_are_read_in_batches_and_empty_lines_are_nothing() throws IOException {
        List<List<Delivery>> batches = read(bytes(line(1) + "\n\n" + line(2) + "\n" + line(3)), 2);

        assertThat(batches).hasSize(2);
        assertThat(batches.get(0))
                .extracting(delivery -> delivery.position().value())
                .containsExactly("object:1", "object:3");
        assertThat(batches.get(1))
                .<Object>extracting(
                        delivery -> ((Delivery.Decoded) delivery).envelope().data())
                .containsExactly(new Counted(3));
    }

    @Test
    void compressed_objects_are_told_by_their_first_bytes() throws IOException {
        List<List<Delivery>> batches = read(gzip(line(1) + "\n"), 10);

        assertThat(batches).hasSize(1);
        assertThat(batches.get(0)).singleElement().isInstanceOf(Delivery.Decoded.class);
    }

    @Test
    void a_line_that_is_no_event_is_undecodable_and_keeps_its_bytes() throws IOException {
        List<List<Delivery>> batches = read(bytes("nonsense\n" + line(1) + "\n"), 10);

        assertThat(batches.get(0)).hasSize(2);
        assertThat(batches.get(0).get(0))
                .isInstanceOfSatisfying(
                        Delivery.Undecodable.class,
                        bad -> assertThat(bad.bytes()).isEqualTo(bytes("nonsense")));
    }

    @Test
    void an_object_that_was_cut_off_is_an_error_behind_what_it_still_has() throws IOException {
        byte[] whole = gzip(line(1) + "\n");
        List<Delivery> read = new ArrayList<>();

        assertThatThrownBy(() -> reader.read(
                        "object", new ByteArrayInputStream(Arrays.copyOf(whole, whole.length - 4)), 10, read::addAll))
                .isInstanceOf(EOFException.class);
        assertThat(read).hasSize(1);
    }

    @Test
    void a_long_line_comes_whole_and_one_without_end_is_an_error() throws IOException {
        String longest = "x".repeat(2 << 20);

        assertThat(read(bytes(longest + "\n" + line(1) + "\n"), 10))
                .hasSize(1)
                .first()
                .satisfies(batch -> assertThat(batch).hasSize(2).last().isInstanceOf(Delivery.Decoded.class));
        assertThatThrownBy(() -> read(bytes(line(1) + "\n" + longest + "x"), 10))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Line 2");
    }

    @Test
    void an_empty_object_holds_nothing() throws IOException {
        assertThat(read(new byte[0], 10)).isEmpty();
    }

    @Test
    void a_batch_that_holds_nothing_and_a_name_that_no_position_holds_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> read(bytes(line(1)), 0));
        assertThatThrownBy(() -> reader.read("x".repeat(501), new ByteArrayInputStream(bytes(line(1))), 1, batch -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("500");
    }

    private List<List<Delivery>> read(byte[] content, int batch) throws IOException {
        List<List<Delivery>> batches = new ArrayList<>();
        reader.read("object", new ByteArrayInputStream(content), batch, batches::add);
        return batches;
    }

    private static String line(int n) {
        return new String(
                CODEC.encode(Envelope.of(new EventId("/test", "" + n), COUNTED, new Counted(n))),
                StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(bytes(text));
        }
        return bytes.toByteArray();
    }
}
