package io.triskel.azure.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.archive.ArchiveReader;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.codec.WireEvent;
import io.triskel.consume.Delivery;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.Metadata.ExtensionValue;
import io.triskel.event.OrderingKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is read from files that Capture wrote, and from such as it did not. */
class CaptureFormatTest {
    private static final EventType COUNTED = EventType.of("triskel.test.counted", 1);
    private static final EventCodec CODEC =
            EventCodec.of(TypeRegistry.builder().add(COUNTED, Counted.class).build());

    record Counted(int n) {}

    @Nested
    class A_whole_file {
        @Test
        void holds_events_in_binary_mode_as_they_were() throws IOException {
            Envelope<Counted> event = event(1).withKey(new OrderingKey("k1"))
                    .withSubject("subject")
                    .withMetadata(event(1).metadata()
                            .withExtension("tenant", ExtensionValue.of("t1"))
                            .withDataContentType("application/json"));

            List<Delivery> read = read(add(CapturedFile.plain(), event).bytes());

            assertThat(read).singleElement().satisfies(delivery -> {
                assertThat(decoded(delivery)).isEqualTo(event);
                assertThat(delivery.position().value()).isEqualTo("object:1");
            });
        }

        @Test
        void holds_structured_events_with_and_without_their_media_type() throws IOException {
            byte[] body = CODEC.encode(event(1));
            CapturedFile file = CapturedFile.plain()
                    .add(Map.of("content-type", "application/cloudevents+json; charset=utf-8"), Map.of(), body)
                    .add(Map.of(), Map.of(), body);

            assertThat(read(file.bytes()))
                    .extracting(CaptureFormatTest::decoded)
                    .<Object>extracting(Envelope::data)
                    .containsExactly(new Counted(1), new Counted(1));
        }

        @Test
        void tells_the_media_type_of_an_event_however_its_name_is_spelt() throws IOException {
            CapturedFile file = CapturedFile.plain();
            for (String name : List.of("content-type", "ContentType", "contentType")) {
                file.add(
                        Map.of(name, "application/json"),
                        properties(event(1)),
                        binary(event(1)).body());
            }

            assertThat(read(file.bytes()))
                    .hasSize(3)
                    .allSatisfy(
                            delivery -> assertThat(decoded(delivery).metadata().dataContentType())
                                    .contains("application/json"));
        }

        @Test
        void may_be_compressed_and_of_many_blocks() throws IOException {
            CapturedFile file = CapturedFile.compressed();
            for (int i = 1; i <= 3_000; i++) {
                add(file, event(i));
            }

            assertThat(read(file.bytes()))
                    .extracting(delivery -> decoded(delivery).id().id())
                    .containsExactlyElementsOf(Stream.iterate(1, i -> i + 1)
                            .limit(3_000)
                            .map(String::valueOf)
                            .toList());
        }

        @Test
        void without_events_holds_nothing() throws IOException {
            assertThat(read(CapturedFile.plain().bytes())).isEmpty();
        }

        @Test
        void keeps_what_is_no_event_with_its_bytes_and_its_partition_key() throws IOException {
            CapturedFile file = CapturedFile.plain()
                    .add(Map.of("x-opt-partition-key", "k7"), Map.of("iot", 1L), bytes("nonsense"))
                    .add(Map.of(), Map.of("cloudEvents:specversion", "1.0", "other", new byte[] {1}), null);

            List<Delivery> read = read(file.bytes());

            assertThat(read)
                    .hasSize(2)
                    .allSatisfy(delivery -> assertThat(delivery).isInstanceOf(Delivery.Undecodable.class));
            assertThat((Delivery.Undecodable) read.get(0)).satisfies(bad -> {
                assertThat(bad.bytes()).isEqualTo(bytes("nonsense"));
                assertThat(bad.transportKey()).contains("k7");
            });
            assertThat(((Delivery.Undecodable) read.get(1)).bytes()).isEmpty();
        }

        @Test
        void may_have_values_of_all_types_that_the_schema_has() throws IOException {
            Map<String, Object> properties = new HashMap<>(binary(event(1)).attributes());
            properties.keySet().remove("datacontenttype");
            Map<String, Object> prefixed = new HashMap<>();
            properties.forEach((name, value) -> prefixed.put("cloudEvents_" + name, value));
            prefixed.put("cloudEvents_whole", 7L);
            prefixed.put("cloudEvents_octets", new byte[] {1, 2});
            prefixed.put("cloudEvents_none", null);
            prefixed.put("ratio", 0.5);
            CapturedFile file = CapturedFile.plain()
                    .add(Map.of("content-type", "application/json", "x-opt-seen", 5L), prefixed, bytes("{\"n\":1}"));

            Envelope<?> read = decoded(read(file.bytes()).get(0));

            assertThat(read.data()).isEqualTo(new Counted(1));
            assertThat(read.metadata().extensions()).containsOnlyKeys("whole", "octets");
        }
    }

    @Nested
    class A_damaged_file {
        @Test
        void is_read_to_where_it_is_cut_off_and_never_taken_for_complete() {
            byte[] whole = blocks(3).bytes();
            List<Integer> ends = Stream.of(0, 1, 2)
                    .map(count -> blocks(count).bytes().length)
                    .toList();
            for (int length = 0; length < whole.length; length++) {
                int cut = length;
                List<Delivery> read = new ArrayList<>();
                // That whole blocks are missing at its end nobody can tell.
                if (!ends.contains(cut)) {
                    assertThatThrownBy(() -> read(Arrays.copyOf(whole, cut), read))
                            .isInstanceOf(IOException.class)
                            .hasMessageContaining("it is cut off");
                }
                long complete = ends.stream().skip(1).filter(end -> end <= cut).count();
                assertThat(read).hasSize(ends.contains(cut) ? 0 : (int) complete);
            }
        }

        private CapturedFile blocks(int count) {
            CapturedFile file = CapturedFile.plain();
            for (int i = 1; i <= count; i++) {
                add(file, event(i)).block();
            }
            return file;
        }

        @Test
        void never_gives_anything_but_events_or_an_error_whatever_byte_is_wrong() throws IOException {
            CapturedFile file = CapturedFile.compressed();
            for (int i = 1; i <= 50; i++) {
                add(file, event(i));
            }
            byte[] whole = file.bytes();
            Random random = new Random(42);
            int errors = 0;
            for (int i = 0; i < 500; i++) {
                byte[] wrong = whole.clone();
                wrong[random.nextInt(wrong.length)] ^= (byte) (1 + random.nextInt(255));
                try {
                    read(wrong, new ArrayList<>());
                } catch (IOException e) {
                    errors++;
                    assertThat(e.getMessage()).isNotBlank();
                }
            }

            assertThat(errors).isGreaterThan(250);
        }

        @Test
        void names_the_record_behind_which_it_is_damaged() {
            byte[] whole =
                    add(add(CapturedFile.plain(), event(1)).block(), event(2)).bytes();
            whole[whole.length - 1] ^= 1;

            assertThatThrownBy(() -> read(whole))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("behind record 1")
                    .hasMessageContaining("does not end where it should");
        }

        @Test
        void cannot_make_us_hold_more_than_a_block() {
            byte[] header = CapturedFile.plain().bytes();
            byte[] lie = {2, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x10};
            byte[] file = Arrays.copyOf(header, header.length + lie.length);
            System.arraycopy(lie, 0, file, header.length, lie.length);

            assertThatThrownBy(() -> read(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("says that it has 2147483648 bytes");
        }

        @Test
        void of_no_bytes_or_other_content_is_refused() {
            assertThatThrownBy(() -> read(new byte[0])).hasMessageContaining("it is cut off");
            assertThatThrownBy(() -> read(CODEC.encode(event(1)))).hasMessageContaining("not an Avro file");
        }

        @Test
        void of_records_that_are_no_captured_events_is_refused() throws IOException {
            Schema other = SchemaBuilder.record("Other")
                    .fields()
                    .requiredString("Body")
                    .endRecord();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(other))) {
                writer.create(other, bytes);
            }

            assertThatThrownBy(() -> read(bytes.toByteArray()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("not written by Event Hubs Capture")
                    .hasMessageContaining("Other");
        }
    }

    @Test
    void a_large_event_comes_whole() throws IOException {
        byte[] body = bytes("{\"n\":1,\"text\":\"" + "x".repeat(200 << 10) + "\"}");
        Map<String, Object> properties = properties(event(1));

        List<Delivery> read = read(CapturedFile.plain()
                .add(Map.of("content-type", "application/json"), properties, body)
                .bytes());

        assertThat(read).singleElement().isInstanceOf(Delivery.Decoded.class);
    }

    static Envelope<Counted> event(int n) {
        return Envelope.of(new EventId("/test", "" + n), COUNTED, new Counted(n));
    }

    static CapturedFile add(CapturedFile file, Envelope<?> event) {
        return file.add(
                Map.of("content-type", "application/json", "x-opt-partition-key", "p"),
                properties(event),
                binary(event).body());
    }

    private static Map<String, Object> properties(Envelope<?> event) {
        Map<String, Object> properties = new HashMap<>();
        binary(event).attributes().forEach((name, value) -> properties.put("cloudEvents:" + name, value));
        properties.remove("cloudEvents:datacontenttype");
        return properties;
    }

    private static WireEvent binary(Envelope<?> event) {
        return CODEC.encodeBinary(event);
    }

    private static Envelope<?> decoded(Delivery delivery) {
        return ((Delivery.Decoded) delivery).envelope();
    }

    private static List<Delivery> read(byte[] file) throws IOException {
        List<Delivery> read = new ArrayList<>();
        read(file, read);
        return read;
    }

    private static void read(byte[] file, List<Delivery> to) throws IOException {
        new ArchiveReader(new CaptureFormat(), CODEC, type -> true)
                .read("object", new ByteArrayInputStream(file), 100, to::addAll);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
