package io.triskel.gcp.firestore;

import static io.triskel.gcp.firestore.LocalFirestore.COLLECTIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.triskel.event.PortException;
import io.triskel.personal.CachedPersonalKeys;
import io.triskel.personal.KeyRing.KeyWrapping;
import io.triskel.personal.PersonalKeys;
import io.triskel.personal.SubjectForgottenException;
import io.triskel.testkit.ManualClock;
import io.triskel.testkit.PersonalKeysContract;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is stored of a person's key, and how long a cache may go on with it. */
@ExtendWith(LocalFirestore.class)
class FirestorePersonalKeysTest {
    private final DocumentCollection documents;
    private final FirestorePersonalKeys keys;
    private final String subject = "person-" + UUID.randomUUID();

    FirestorePersonalKeysTest(LocalFirestore.Running local) {
        this.documents = new DocumentCollection(local.client(), COLLECTIONS.keys());
        this.keys = new FirestorePersonalKeys(local.client(), COLLECTIONS);
    }

    @Nested
    class Wrapped_keys extends PersonalKeysContract {
        @Override
        protected PersonalKeys create() {
            return keys.wrappedBy(new Rotated());
        }
    }

    @Nested
    class Keys_wrapped_in_buckets extends PersonalKeysContract {
        @Override
        protected PersonalKeys create() {
            return keys.wrappedInBuckets(new Rotated(), InstantSource.fixed(Instant.EPOCH));
        }
    }

    @Test
    void of_a_forgotten_subject_no_key_is_left() {
        keys.keyFor(subject);
        assertThat(stored().fields()).containsKey("key");

        keys.forget(subject);

        assertThat(stored().fields()).containsOnlyKeys("format", "forgotten");
    }

    @Test
    void a_wrapped_key_is_not_stored_as_it_is() {
        SecretKey key = keys.wrappedBy(new Rotated()).keyFor(subject);

        assertThat(stored().fields()).containsOnlyKeys("format", "wrapped", "stamp");
        assertThat(stored().bytes("wrapped")).isNotEqualTo(key.getEncoded());
    }

    @Test
    void keys_stored_before_wrapping_began_are_still_read() {
        SecretKey key = keys.keyFor(subject);

        assertThat(keys.wrappedBy(new Rotated()).find(subject)).contains(key);
    }

    @Test
    void a_key_stored_as_it_is_is_wrapped_when_it_is_next_written_with() {
        SecretKey key = keys.keyFor(subject);

        assertThat(keys.wrappedBy(new Rotated()).keyFor(subject)).isEqualTo(key);
        assertThat(stored().fields()).containsOnlyKeys("format", "wrapped", "stamp");
        assertThat(keys.wrappedBy(new Rotated()).find(subject)).contains(key);
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
        keys.wrappedBy(new Rotated()).keyFor(subject);

        assertThatExceptionOfType(PortException.class)
                .isThrownBy(() -> keys.find(subject))
                .withMessageContaining("wrappedBy");
    }

    @Test
    void a_cache_stops_using_a_key_dropped_elsewhere_once_it_is_of_the_stated_age() {
        ManualClock clock = ManualClock.atNewYear();
        PersonalKeys cached = keys.cached(clock);
        SecretKey key = cached.keyFor(subject);
        keys.forget(subject);

        clock.advance(CachedPersonalKeys.USUAL_AGE.minusNanos(1));
        assertThat(cached.keyFor(subject)).isEqualTo(key);

        clock.advance(Duration.ofNanos(1));
        assertThatExceptionOfType(SubjectForgottenException.class).isThrownBy(() -> cached.keyFor(subject));
    }

    @Test
    void no_key_is_told_by_what_the_store_says_of_itself() {
        assertThat(keys).hasToString("FirestorePersonalKeys[as they are]");
        assertThat(keys.wrappedBy(new Rotated())).hasToString("FirestorePersonalKeys[wrapped]");
    }

    private Stored stored() {
        return documents.get(documents.at(DocumentIds.spread(subject))).orElseThrow();
    }

    /** Stands in for Cloud KMS: what is stored differs from the key, and depends on the subject. */
    private static final class Rotated implements KeyWrapping {
        @Override
        public byte[] wrap(String subject, byte[] key) {
            return rotated(key, distance(subject, key.length));
        }

        @Override
        public byte[] unwrap(String subject, byte[] wrapped) {
            return rotated(wrapped, wrapped.length - distance(subject, wrapped.length));
        }

        private static int distance(String subject, int length) {
            return 1 + Math.floorMod(subject.hashCode(), length - 1);
        }

        private static byte[] rotated(byte[] bytes, int by) {
            byte[] rotated = new byte[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                rotated[(i + by) % bytes.length] = bytes[i];
            }
            return rotated;
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
