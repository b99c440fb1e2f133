package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.triskel.codec.KeyRing.KeyWrapping;
import io.triskel.event.PortException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;

/** What becomes of a subject's key when two act on it at once; {@code PersonalKeysContract} has the rest. */
class KeyRingTest {
    private final Subjects subjects = new Subjects(new HashMap<>(), new ArrayList<>());
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

    private record Subjects(Map<String, KeyRing.Entry> entries, List<String> calls) implements KeyRing.Entries {
        @Override
        public Optional<KeyRing.Entry> read(String subject) {
            calls.add("read");
            return Optional.ofNullable(entries.get(subject));
        }

        @Override
        public Optional<KeyRing.Entry> create(String subject, KeyRing.Entry entry) {
            calls.add("create");
            return Optional.ofNullable(entries.putIfAbsent(subject, entry));
        }

        @Override
        public void replace(String subject, KeyRing.Forgotten tombstone) {
            calls.add("replace");
            entries.put(subject, tombstone);
        }
    }

    /** Sees nothing yet of what somebody else has written meanwhile. */
    private record ReadTooEarly(KeyRing.Entries entries) implements KeyRing.Entries {
        @Override
        public Optional<KeyRing.Entry> read(String subject) {
            return Optional.empty();
        }

        @Override
        public Optional<KeyRing.Entry> create(String subject, KeyRing.Entry entry) {
            return entries.create(subject, entry);
        }

        @Override
        public void replace(String subject, KeyRing.Forgotten tombstone) {
            entries.replace(subject, tombstone);
        }
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
}
