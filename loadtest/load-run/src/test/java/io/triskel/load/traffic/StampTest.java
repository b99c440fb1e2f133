package io.triskel.load.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class StampTest {
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static final Stamp STAMP = new Stamp(42, 7, 1_000, 123_456_789, 123_456_999, 0xCAFE);

    @Property(tries = 200)
    void what_is_written_is_read(
            @ForAll long run,
            @ForAll int key,
            @ForAll int number,
            @ForAll long intended,
            @ForAll long sent,
            @ForAll int body) {
        Stamp stamp = new Stamp(run, key, number, intended, sent, body);

        assertThat(Stamp.read(written(stamp))).contains(stamp);
        assertThat(Stamp.of(stamp.text())).contains(stamp);
    }

    @Test
    void any_other_value_of_any_byte_is_noticed() {
        for (int place = 0; place < Stamp.BYTES; place++) {
            for (int change = 1; change < 256; change++) {
                ByteBuffer bytes = written(STAMP);
                bytes.put(place, (byte) (bytes.get(place) ^ change));
                assertThat(Stamp.read(bytes)).as("byte %d", place).isEmpty();
            }
        }
    }

    @Test
    void any_other_character_of_the_text_is_noticed() {
        String text = STAMP.text();
        for (int place = 0; place < text.length(); place++) {
            for (char other : (DIGITS + " =?ä").toCharArray()) {
                if (other != text.charAt(place)) {
                    String changed = text.substring(0, place) + other + text.substring(place + 1);
                    assertThat(Stamp.of(changed)).as(changed).isEmpty();
                }
            }
        }
    }

    @Test
    void a_text_that_was_cut_or_grew_is_noticed() {
        String text = STAMP.text();

        for (int length = 0; length < text.length(); length++) {
            assertThat(Stamp.of(text.substring(0, length))).isEmpty();
        }
        for (String more : new String[] {"A", "AA", "AAA", "AAAA", "=", "=="}) {
            assertThat(Stamp.of(text + more)).as("with " + more).isEmpty();
        }
    }

    @Test
    void it_is_read_where_the_buffer_stands() {
        ByteBuffer buffer = ByteBuffer.allocate(200).position(100);
        STAMP.write(buffer);

        assertThat(buffer.position()).isEqualTo(100 + Stamp.BYTES);
        assertThat(Stamp.read(buffer.position(100))).contains(STAMP);
    }

    @Test
    void a_buffer_that_ends_too_early_has_no_stamp() {
        assertThat(Stamp.read(written(STAMP).limit(Stamp.BYTES - 1))).isEmpty();
    }

    private static ByteBuffer written(Stamp stamp) {
        ByteBuffer buffer = ByteBuffer.allocate(Stamp.BYTES);
        stamp.write(buffer);
        return buffer.flip();
    }
}
