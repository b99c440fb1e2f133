package io.triskel.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.triskel.memory.InMemoryPersonalKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;

class CachedPersonalKeysTest {
    private static final Instant START = Instant.parse("2026-01-31T08:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final InMemoryPersonalKeys store = new InMemoryPersonalKeys();
    private final Recording asked = new Recording(store, new ArrayList<>());
    private final CachedPersonalKeys keys = new CachedPersonalKeys(asked, Duration.ofMinutes(5), 2, now::get);

    @Test
    void a_key_is_asked_for_once() {
        SecretKey key = keys.keyFor("a");

        assertThat(keys.keyFor("a")).isEqualTo(key);
        assertThat(keys.find("a")).contains(key);
        assertThat(asked.calls).containsExactly("keyFor a");
    }

    @Test
    void a_key_dropped_elsewhere_is_used_until_the_maximum_age_and_no_longer() {
        SecretKey key = keys.keyFor("a");
        store.forget("a");

        now.set(START.plus(Duration.ofMinutes(5)).minusNanos(1));
        assertThat(keys.find("a")).contains(key);

        now.set(START.plus(Duration.ofMinutes(5)));
        assertThat(keys.find("a")).isEmpty();
        assertThatExceptionOfType(SubjectForgottenException.class).isThrownBy(() -> keys.keyFor("a"));
    }

    @Test
    void a_key_dropped_here_is_dropped_at_once() {
        keys.keyFor("a");

        keys.forget("a");

        assertThat(keys.find("a")).isEmpty();
    }

    @Test
    void a_clock_that_goes_back_makes_no_key_older_than_allowed() {
        keys.keyFor("a");
        store.forget("a");

        now.set(START.minus(Duration.ofDays(1)));

        assertThat(keys.find("a")).isEmpty();
    }

    @Test
    void a_key_that_was_being_read_while_it_was_dropped_is_not_kept() {
        store.keyFor("a");
        asked.meanwhile = () -> keys.forget("a");

        assertThat(keys.find("a")).isPresent();

        asked.meanwhile = () -> {};
        assertThat(keys.find("a")).isEmpty();
    }

    @Test
    void the_oldest_goes_first_when_it_is_full() {
        keys.keyFor("a");
        keys.keyFor("b");
        keys.keyFor("c");
        asked.calls.clear();

        keys.find("b");
        keys.find("c");
        keys.find("a");

        assertThat(asked.calls).containsExactly("find a");
    }

    @Test
    void that_a_subject_is_forgotten_is_not_kept() {
        keys.forget("a");
        asked.calls.clear();

        keys.find("a");
        keys.find("a");

        assertThat(asked.calls).containsExactly("find a", "find a");
    }

    @Test
    void its_text_form_shows_no_key() {
        keys.keyFor("a");

        assertThat(keys).hasToString("CachedPersonalKeys[1 keys, at most PT5M old]");
    }

    @Test
    void an_age_or_a_size_that_makes_no_sense_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CachedPersonalKeys(store, Duration.ZERO, 1, now::get));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CachedPersonalKeys(store, Duration.ofSeconds(1), 0, now::get));
    }

    private static final class Recording implements PersonalKeys {
        private final PersonalKeys keys;
        private final List<String> calls;
        private Runnable meanwhile = () -> {};

        Recording(PersonalKeys keys, List<String> calls) {
            this.keys = keys;
            this.calls = calls;
        }

        @Override
        public Optional<SecretKey> find(String subject) {
            calls.add("find " + subject);
            Optional<SecretKey> found = keys.find(subject);
            meanwhile.run();
            return found;
        }

        @Override
        public SecretKey keyFor(String subject) {
            calls.add("keyFor " + subject);
            return keys.keyFor(subject);
        }

        @Override
        public void forget(String subject) {
            keys.forget(subject);
        }
    }
}
