package io.triskel.aws.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.aws.kinesis.UserRecords.UserRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@code aggregated.bin} was written by npm's {@code aws-kinesis-agg} 4.2.8 of awslabs (Apache-2.0), 2026-11-26. */
class UserRecordsTest {
    @Test
    void what_another_writer_has_aggregated_is_taken_apart() throws IOException {
        List<UserRecord> records = UserRecords.of(aggregated(), "of the stream");

        assertThat(records).extracting(UserRecord::partitionKey).containsExactly("key-1", "key-2", "key-1");
        assertThat(records)
                .extracting(record -> new String(record.data(), StandardCharsets.UTF_8))
                .containsExactly("first", "second", "third, Zoë");
        assertThat(records)
                .extracting(record -> record.positionIn("shard:7"))
                .containsExactly("shard:7/0", "shard:7/1", "shard:7/2");
    }

    @Test
    void a_record_that_is_not_aggregated_stays_as_it_is() {
        byte[] event = "{\"specversion\":\"1.0\"}".getBytes(StandardCharsets.UTF_8);

        UserRecord alone = UserRecords.of(event, "key").get(0);

        assertThat(alone.data()).isEqualTo(event);
        assertThat(alone.partitionKey()).isEqualTo("key");
        assertThat(alone.positionIn("shard:7")).isEqualTo("shard:7");
    }

    @Test
    void bytes_that_only_look_aggregated_stay_as_they_are() throws IOException {
        byte[] right = aggregated();
        for (int i = 0; i < right.length; i++) {
            byte[] broken = right.clone();
            broken[i] ^= 1;
            assertThat(UserRecords.of(broken, "key"))
                    .hasSize(1)
                    .allMatch(record -> record.place().isEmpty());
            byte[] cut = Arrays.copyOf(right, i);
            assertThat(UserRecords.of(cut, "key"))
                    .hasSize(1)
                    .allMatch(record -> record.place().isEmpty());
        }
    }

    @Test
    void messages_of_another_kind_with_a_right_digest_stay_as_they_are() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] message = new byte[random.nextInt(40)];
            random.nextBytes(message);
            byte[] record = new byte[4 + message.length + 16];
            System.arraycopy(new Aggregated().bytes(), 0, record, 0, 4);
            System.arraycopy(message, 0, record, 4, message.length);
            System.arraycopy(Aggregated.md5(message), 0, record, 4 + message.length, 16);

            assertThat(UserRecords.of(record, "key"))
                    .hasSize(1)
                    .allMatch(read -> read.place().equals(Optional.empty()));
        }
    }

    private static byte[] aggregated() throws IOException {
        try (InputStream in = Objects.requireNonNull(UserRecordsTest.class.getResourceAsStream("aggregated.bin"))) {
            return in.readAllBytes();
        }
    }
}
