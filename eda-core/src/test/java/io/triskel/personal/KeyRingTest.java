package io.triskel.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.triskel.event.PortException;
import io.triskel.personal.KeyRing.KeyWrapping;
import java.security.SecureRandom;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;

/** What becomes of a subject's key when two act on it at once; {@code PersonalKeysContract} has the rest. */
class KeyRingTest {
    private final Subjects subjects = new Subjects();
    private final KeyRing ring = new KeyRing(subjects, new SecureRandom());

    @Test
    void a_first_use_that_comes_second_uses_the_key_of_who_was_first() {
        SecretKey first = ring.keyFor("a");

        KeyRing late = new KeyRing(new ReadTooEarly(subjects), new SecureRandom());

        assertThat(late.keyFor("a")).isEqualTo(first);
    }

    @Test
    void a_first_use_that_races_with_a_forgetting_makes_no_key() {
        ring.forget("a");

        KeyRing late = new KeyRing(new ReadTooEarly(subjects), new SecureRandom());

        assertThatExceptionOfType(SubjectForgottenException.class).isThrownBy(() -> late.keyFor("a"));
        assertThat(ring.find("a")).isEmpty();
    }

    @Test
    void a_key_is_read_and_written_once_to_be_made_and_read_once_to_be_used() {
        ring.keyFor("a");
        ring.keyFor("a");

        assertThat(subjects.calls).containsExactly("read", "create", "read");
    }

    @Test
    void what_wraps_keys_is_not_asked_for_one_that_was_just_made() {
        SecretKey made = ring.wrappedBy(new OnlyWraps()).keyFor("a");

        assertThat(made.getEncoded()).hasSize(32);
        assertThat(subjects.entries.get("a")).isInstanceOf(KeyRing.Wrapped.class);
    }

    @Test
    void a_key_stored_unwrapped_is_read_as_it_is_and_wrapped_when_it_is_written_with() {
        SecretKey key = ring.keyFor("a");
        KeyRing wrapping = ring.wrappedBy(new OnlyWraps());

        assertThat(wrapping.find("a")).contains(key);
        assertThat(subjects.entries.get("a")).isInstanceOf(KeyRing.Plain.class);

        assertThat(wrapping.keyFor("a")).isEqualTo(key);
        assertThat(subjects.entries.get("a")).isInstanceOf(KeyRing.Wrapped.class);
    }

    @Test
    void a_key_dropped_while_it_is_being_wrapped_stays_dropped() {
        ring.keyFor("a");
        KeyRing wrapping = ring.wrappedBy(new Dropping(ring));

        assertThatExceptionOfType(SubjectForgottenException.class).isThrownBy(() -> wrapping.keyFor("a"));
        assertThat(subjects.entries.get("a")).isEqualTo(new KeyRing.Forgotten());
    }

    @Test
    void a_wrapped_key_without_its_wrapping_is_an_error_that_says_so() {
        ring.wrappedBy(new OnlyWraps()).keyFor("a");

        assertThatExceptionOfType(PortException.class)
                .isThrownBy(() -> ring.find("a"))
                .withMessageContaining("'a' is wrapped")
                .withMessageContaining("wrappedBy");
    }

    @Test
    void no_key_is_told_by_what_a_ring_says_of_itself() {
        ring.keyFor("a");

        assertThat(ring).hasToString("KeyRing[as they are]");
        assertThat(ring.wrappedBy(new OnlyWraps())).hasToString("KeyRing[wrapped]");
    }

    private static final class OnlyWraps implements KeyWrapping {
        @Override
        public byte[] wrap(String subject, byte[] key) {
            return new byte[] {1};
        }

        @Override
        public byte[] unwrap(String subject, byte[] wrapped) {
            throw new AssertionError("Nobody asked for this key");
        }
    }

    /** Drops the subject's key while it wraps it. */
    private record Dropping(KeyRing ring) implements KeyWrapping {
        @Override
        public byte[] wrap(String subject, byte[] key) {
            ring.forget(subject);
            return new byte[] {1};
        }

        @Override
        public byte[] unwrap(String subject, byte[] wrapped) {
            throw new AssertionError("Nobody asked for this key");
        }
    }
}
