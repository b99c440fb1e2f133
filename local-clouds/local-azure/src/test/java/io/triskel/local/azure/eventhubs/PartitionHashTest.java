package io.triskel.local.azure.eventhubs;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartitionHashTest {

    @Test
    void a_key_belongs_to_the_partition_that_the_sdk_computes() throws Exception {
        Method theirs = Class.forName("com.azure.messaging.eventhubs.PartitionResolver")
                .getDeclaredMethod("generateHashCode", String.class);
        theirs.setAccessible(true);
        Random random = new Random(1);

        for (int i = 0; i < 50_000; i++) {
            // In all lengths around the blocks of the hash. The SDK for Java takes the bytes behind the last block for
            // signed,
            // which those for .NET and Node.js do not: beyond ASCII it names other partitions (OtherClientTest).
            String key = random.ints(i % 50, 1, 0x80)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();

            assertThat(PartitionHash.hash(key)).as(key).isEqualTo((short) theirs.invoke(null, key));
        }
    }

    @Test
    void every_partition_gets_its_share_of_keys() {
        int[] keys = new int[32];

        for (int i = 0; i < 32_000; i++) {
            keys[PartitionHash.partitionOf("order-" + i, 32)]++;
        }

        assertThat(Arrays.stream(keys).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(800, 1200));
    }
}
