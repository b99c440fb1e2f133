package io.triskel.azure.eventhubs;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.eventhubs.EventHubBufferedProducerAsyncClient;
import java.lang.reflect.Method;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The SDK's own resolver is not public; it is what the service's hash is known by. */
class KeyHashTest {
    private final Random random = new Random(1);

    @Test
    void a_key_belongs_to_the_partition_that_the_sdk_names() throws Exception {
        Method hash = Class.forName(EventHubBufferedProducerAsyncClient.class.getPackageName() + ".PartitionResolver")
                .getDeclaredMethod("generateHashCode", String.class);
        hash.setAccessible(true);

        for (int i = 0; i < 20_000; i++) {
            String key = key(1 + i % 128);
            int partitions = 1 + random.nextInt(100);

            assertThat(KeyHash.partition(key, partitions))
                    .isEqualTo(Math.abs((short) hash.invoke(null, key) % partitions));
        }
    }

    @Test
    void keys_beyond_ascii_have_a_partition_too() {
        assertThat(KeyHash.partition("Straße-日本", 32)).isBetween(0, 31);
    }

    private String key(int length) {
        StringBuilder key = new StringBuilder();
        random.ints(length, '!', '~').forEach(c -> key.append((char) c));
        return key.toString();
    }
}
