package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.LocalTables.TABLES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.triskel.event.PortException;
import io.triskel.personal.CachedPersonalKeys;
import io.triskel.personal.KeyRing.KeyWrapping;
import io.triskel.personal.PersonalKeys;
import io.triskel.personal.SubjectForgottenException;
import io.triskel.testkit.PersonalKeysContract;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What is stored of a person's key, and how long a cache may go on with it. */
@Tag("local-clouds")
@ExtendWith(LocalTables.class)
class DynamoDbPersonalKeysTest {
    private final DynamoDbClient client;
    private final DynamoDbPersonalKeys keys;
    private final String subject = "person-" + UUID.randomUUID();

    DynamoDbPersonalKeysTest(LocalTables.Running dynamoDb) {
        this.client = dynamoDb.client();
        this.keys = new DynamoDbPersonalKeys(client, TABLES);
    }

    @Nested
    class Wrapped_keys extends PersonalKeysContract {
        @Override
        protected PersonalKeys create() {
            return keys.wrappedBy(new Mask());
        }
    }

    @Nested
    class Keys_wrapped_in_buckets extends PersonalKeysContract {
        @Override
        protected PersonalKeys create() {
            return keys.wrappedInBuckets(new Mask(), InstantSource.fixed(Instant.EPOCH));
        }
    }

    @Test
    void a_forgotten_subjects_item_has_no_key_any_more() {
        keys.keyFor(subject);
        assertThat(stored()).containsKey("key");

        keys.forget(subject);

        assertThat(stored()).containsOnlyKeys("subject", "format", "forgotten");
    }

    @Test
    void a_wrapped_key_is_not_stored_as_it_is() {
        SecretKey key = keys.wrappedBy(new Mask()).keyFor(subject);

        assertThat(stored()).containsOnlyKeys("subject", "format", "wrapped");
        assertThat(Attributes.bytes(stored(), "wrapped")).isNotEqualTo(key.getEncoded());
    }

    @Test
    void keys_stored_before_wrapping_began_are_still_read() {
        SecretKey key = keys.keyFor(subject);

        assertThat(keys.wrappedBy(new Mask()).find(subject)).contains(key);
    }

    @Test
    void a_key_stored_as_it_is_is_wrapped_when_it_is_next_written_with() {
        SecretKey key = keys.keyFor(subject);

        assertThat(keys.wrappedBy(new Mask()).keyFor(subject)).isEqualTo(key);
        assertThat(stored()).containsOnlyKeys("subject", "format", "wrapped");
        assertThat(keys.wrappedBy(new Mask()).find(subject)).contains(key);
    }

    @Test
    void a_key_dropped_while_it_is_being_wrapped_stays_dropped() {
        keys.keyFor(subject);
        KeyWrapping dropping = new Dropping();

        assertThatExceptionOfType(SubjectForgottenException.class)
                .isThrownBy(() -> keys.wrappedBy(dropping).keyFor(subject));
        assertThat(keys.find(subject)).isEmpty();
    }

    @Test
    void a_wrapped_key_read_without_its_wrapping_is_an_error_that_says_so() {
        keys.wrappedBy(new Mask()).keyFor(subject);

        assertThatExceptionOfType(PortException.class)
                .isThrownBy(() -> keys.find(subject))
                .withMessageContaining("wrappedBy");
    }

    @Test
    void a_cache_stops_using_a_key_dropped_elsewhere_once_it_is_of_the_stated_age() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        InstantSource clock = now::get;
        PersonalKeys cached = keys.cached(clock);
        SecretKey key = cached.keyFor(subject);
        keys.forget(subject);

        now.set(now.get().plus(CachedPersonalKeys.USUAL_AGE).minusNanos(1));
        assertThat(cached.keyFor(subject)).isEqualTo(key);

        now.set(now.get().plusNanos(1));
        assertThatExceptionOfType(SubjectForgottenException.class).isThrownBy(() -> cached.keyFor(subject));
    }

    private Map<String, AttributeValue> stored() {
        return client.getItem(get -> get.tableName(TABLES.keys())
                        .key(Map.of("subject", Attributes.text(subject)))
                        .consistentRead(true))
                .item();
    }

    /** Stands in for KMS: what is stored differs from the key, and depends on the subject. */
    private static final class Mask implements KeyWrapping {
        @Override
        public byte[] wrap(String subject, byte[] key) {
            byte[] masked = key.clone();
            for (int i = 0; i < masked.length; i++) {
                masked[i] ^= (byte) (subject.hashCode() | 1);
            }
            return masked;
        }

        @Override
        public byte[] unwrap(String subject, byte[] wrapped) {
            return wrap(subject, wrapped);
        }
    }

    /** Drops the subject's key while it wraps it. */
    private final class Dropping implements KeyWrapping {
        @Override
        public byte[] wrap(String person, byte[] key) {
            keys.forget(person);
            return key;
        }

        @Override
        public byte[] unwrap(String person, byte[] wrapped) {
            return wrapped;
        }
    }
}
