package io.triskel.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.codec.WireEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Files as the specification has them, of records of one byte; adapters' tests have them from Avro's own writer. */
class AvroEventsTest {
    private static final byte[] SYNC = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 4 + 1 + 16;

    @Test
    void every_record_of_every_block_comes_with_its_number() throws IOException {
        assertThat(read(file(block(1, 2), block(3)))).containsExactly("1:1", "2:2", "3:3");
        assertThat(read(file())).isEmpty();
    }

    @Test
    void a_file_that_is_cut_off_is_read_to_there() {
        byte[] whole = file(block(1, 2), block(3));

        assertDamaged(Arrays.copyOf(whole, whole.length - 1), List.of("1:1", "2:2"), "behind record 2, it is cut off");
    }

    @Test
    void a_block_that_ends_elsewhere_is_the_end() {
        byte[] wrong = file(block(1), block(2));
        wrong[wrong.length - 1]++;

        assertDamaged(wrong, List.of("1:1"), "behind record 1, a block does not end where it should");
    }

    @Test
    void a_block_that_has_fewer_records_than_it_says_is_the_end() {
        byte[] wrong = file(block(1), block(2));
        wrong[HEADER]++;
        wrong[HEADER]++;

        assertDamaged(wrong, List.of("1:1", "2:2"), "the next of 3 records cannot be read");
    }

    @Test
    void a_block_that_says_it_is_huge_is_not_believed() {
        byte[] lie = {2, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x10};

        assertDamaged(file(lie), List.of(), "says that it has 2147483648 bytes, more than 33554432");
    }

    @Test
    void what_is_no_avro_file_cannot_be_begun_with() {
        AvroBlocks blocks = new AvroBlocks(new ByteArrayInputStream("not one".getBytes(StandardCharsets.US_ASCII)));

        assertThat(blocks.read()).isEqualTo(-1);

        assertThat(blocks.notBegun(new IOException("end of file"))).hasMessage("it is not an Avro file");
        assertThat(new AvroBlocks(InputStream.nullInputStream()).notBegun(new IOException("strange")))
                .hasMessage("its header is damaged: strange");
    }

    @Test
    void a_file_whose_compression_nobody_can_undo_ends_the_file_and_not_the_run() {
        Iterator<Integer> compressed = new Iterator<>() {
            @Override
            public boolean hasNext() {
                throw new NoClassDefFoundError("org/tukaani/xz/XZInputStream");
            }

            @Override
            public Integer next() {
                throw new NoSuchElementException();
            }
        };
        AvroEvents<Integer> events = new AvroEvents<>(
                new AvroBlocks(new ByteArrayInputStream(file())),
                compressed,
                (number, record) -> new ArchivedEvent(number, WireEvent.structured(new byte[0]), Optional.empty()));

        assertThatThrownBy(events::next)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("behind record 0", "org/tukaani/xz/XZInputStream");
    }

    private static void assertDamaged(byte[] file, List<String> before, String why) {
        AvroEvents<Integer> events = events(file);
        assertThatThrownBy(() -> {
                    for (String each : before) {
                        assertThat(text(events.next())).isEqualTo(each);
                    }
                    events.next();
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining(why);
    }

    private static List<String> read(byte[] file) throws IOException {
        AvroEvents<Integer> events = events(file);
        List<String> read = new ArrayList<>();
        for (Optional<ArchivedEvent> next = events.next(); next.isPresent(); next = events.next()) {
            read.add(text(next));
        }
        return read;
    }

    private static String text(Optional<ArchivedEvent> event) {
        return event.map(each -> each.number() + ":" + each.wire().body()[0]).orElse("nothing");
    }

    private static AvroEvents<Integer> events(byte[] file) {
        AvroBlocks blocks = new AvroBlocks(new ByteArrayInputStream(file));
        return new AvroEvents<>(
                blocks,
                new Bytes(blocks),
                (number, record) -> new ArchivedEvent(
                        number, WireEvent.structured(new byte[] {record.byteValue()}), Optional.empty()));
    }

    private static byte[] file(byte[]... blocks) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[] {'O', 'b', 'j', 1, 0});
        file.writeBytes(SYNC);
        for (byte[] block : blocks) {
            file.writeBytes(block);
        }
        return file.toByteArray();
    }

    private static byte[] block(int... records) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(2 * records.length);
        block.write(2 * records.length);
        for (int record : records) {
            block.write(record);
        }
        block.writeBytes(SYNC);
        return block.toByteArray();
    }

    /** Reads as Avro's reader does, with less to know of the records. */
    private static final class Bytes implements Iterator<Integer> {
        private final AvroBlocks blocks;
        private boolean begun;
        private int left;
        private int bytes;

        Bytes(AvroBlocks blocks) {
            this.blocks = blocks;
        }

        @Override
        public boolean hasNext() {
            if (!begun) {
                begun = true;
                skip(HEADER);
            }
            if (left > 0 && bytes > 0) {
                return true;
            }
            int count = blocks.read();
            if (count < 0) {
                return false;
            }
            left = count / 2;
            bytes = blocks.read() / 2;
            return hasNext();
        }

        @Override
        public Integer next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int record = blocks.read();
            left--;
            bytes--;
            if (bytes == 0) {
                skip(SYNC.length);
                left = 0;
            }
            return record;
        }

        private void skip(int count) {
            for (int i = 0; i < count; i++) {
                int unused = blocks.read();
            }
        }
    }
}
