package io.triskel.azure.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.azure.data.tables.models.TableEntity;
import io.triskel.event.PortException;
import io.triskel.personal.CachedPersonalKeys;
import io.triskel.personal.KeyRing.KeyWrapping;
import io.triskel.personal.PersonalKeys;
import io.triskel.personal.SubjectForgottenException;
import io.triskel.testkit.PersonalKeysContract;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("local-clouds")
@ExtendWith(LocalTables.class)
class TablePersonalKeysTest {
    private final EntityTable table;
    private final TablePersonalKeys keys;
    private final String subject = "person-" + UUID.randomUUID();

    TablePersonalKeysTest(LocalTables.Running local) {
        this.table = new EntityTable(local.service(), LocalTables.TABLES.keys());
        this.keys = new TablePersonalKeys(local.service(), LocalTables.TABLES);
    }

    @Nested
    class Wrapped_keys extends PersonalKeysContract {
        @Override
        protected PersonalKeys create() {
            return keys.wrappedBy(new Turned());
        }
    }

    @Nested
    class Keys_wrapped_in_buckets extends PersonalKeysContract {
        @Override
        protected PersonalKeys create() {
            return keys.wrappedInBuckets(new Turned(), InstantSource.fixed(Instant.EPOCH));
        }
    }

    @Test
    void of_a_forgotten_subject_no_key_is_left() {
        keys.keyFor(subject);
        boolean before = stored().getProperty("key") != null;

        keys.forget(subject);

        assertThat(before).isTrue();
        assertThat(stored().getProperty("key")).isNull();
        assertThat(stored().getProperty("forgotten")).isEqualTo(true);
    }

    @Test
    void a_wrapped_key_is_not_stored_as_it_is() {
        SecretKey key = keys.wrappedBy(new Turned()).keyFor(subject);

        assertThat(stored().getProperty("key")).isNull();
        assertThat(Cells.bytes(stored(), "wrapped")).isNotEqualTo(key.getEncoded());
    }

    @Test
    void keys_stored_before_wrapping_began_are_still_read() {
        SecretKey key = keys.keyFor(subject);

        assertThat(keys.wrappedBy(new Turned()).find(subject)).contains(key);
    }

    @Test
    void a_key_stored_as_it_is_is_wrapped_when_it_is_next_written_with() {
        SecretKey key = keys.keyFor(subject);

        assertThat(keys.wrappedBy(new Turned()).keyFor(subject)).isEqualTo(key);
        assertThat(stored().getProperty("key")).isNull();
        assertThat(stored().getProperty("wrapped")).isNotNull();
        assertThat(keys.wrappedBy(new Turned()).find(subject)).contains(key);
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
        keys.wrappedBy(new Turned()).keyFor(subject);

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

    private TableEntity stored() {
        return table.get(new Key(TableKeys.of(subject), TableKeys.of(subject))).orElseThrow();
    }

    /** Stands in for a key vault: what is stored differs from the key, and depends on the subject. */
    private static final class Turned implements KeyWrapping {
        @Override
        public byte[] wrap(String subject, byte[] key) {
            return turned(key, subject.hashCode() | 1);
        }

        @Override
        public byte[] unwrap(String subject, byte[] wrapped) {
            return turned(wrapped, -(subject.hashCode() | 1));
        }

        private static byte[] turned(byte[] bytes, int by) {
            byte[] turned = new byte[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                turned[i] = (byte) (bytes[i] + by);
            }
            return turned;
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
