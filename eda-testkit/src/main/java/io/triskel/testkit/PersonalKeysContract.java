package io.triskel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.triskel.personal.PersonalKeys;
import io.triskel.personal.SubjectForgottenException;
import io.triskel.personal.UnknownSubjectException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;

/** The contract of every {@link PersonalKeys}: one key per subject, and never a new one once the subject is forgotten. */
public abstract class PersonalKeysContract {
    private static final int THREADS = 8;

    private final String run = UUID.randomUUID().toString();

    /** For implementations to extend. */
    protected PersonalKeysContract() {}

    /** {@return the keys under test; every call opens the same store, which may be shared} */
    protected abstract PersonalKeys create();

    private String subject(String name) {
        return run + name;
    }

    @Test
    final void a_subject_gets_an_aes_key_of_256_bits_on_first_use() {
        SecretKey key = create().keyFor(subject("a"));

        assertThat(key.getAlgorithm()).isEqualTo("AES");
        assertThat(key.getEncoded()).hasSize(32);
    }

    @Test
    final void a_subject_keeps_its_key() {
        PersonalKeys keys = create();
        SecretKey key = keys.keyFor(subject("a"));

        assertThat(key).isNotNull();
        assertThat(keys.keyFor(subject("a"))).isEqualTo(key);
        assertThat(keys.find(subject("a"))).contains(key);
    }

    @Test
    final void another_instance_on_the_same_store_sees_the_same() {
        SecretKey key = create().keyFor(subject("a"));
        assertThat(create().find(subject("a"))).contains(key);

        create().forget(subject("a"));

        assertThat(create().find(subject("a"))).isEmpty();
    }

    @Test
    final void different_subjects_have_different_keys() {
        PersonalKeys keys = create();

        assertThat(Stream.of("a", "b", "c").map(name -> keys.keyFor(subject(name))))
                .doesNotContainNull()
                .doesNotHaveDuplicates();
    }

    @Test
    final void subjects_may_have_any_characters_and_128_of_them() {
        PersonalKeys keys = create();
        List<String> names = List.of(
                run + "/",
                run + "_",
                run + "\\",
                run + "#",
                run + "?",
                run + "..",
                run + "ü",
                run + "u",
                run + "%2F",
                "../" + run,
                (run + "x".repeat(128)).substring(0, 128),
                (run + "x".repeat(128)).substring(0, 127));

        List<SecretKey> made = names.stream().map(keys::keyFor).toList();

        assertThat(made).doesNotContainNull().doesNotHaveDuplicates();
        assertThat(names.stream().map(name -> keys.find(name).orElseThrow())).containsExactlyElementsOf(made);
    }

    @Test
    final void a_subject_never_heard_of_is_an_error_and_not_forgotten() {
        assertThatExceptionOfType(UnknownSubjectException.class).isThrownBy(() -> create().find(subject("nobody")));
    }

    @Test
    final void a_forgotten_subject_has_no_key() {
        PersonalKeys keys = create();
        keys.keyFor(subject("a"));
        assertThat(keys.find(subject("a"))).isPresent();

        keys.forget(subject("a"));

        assertThat(keys.find(subject("a"))).isEmpty();
    }

    @Test
    final void no_new_key_is_made_for_a_forgotten_subject() {
        PersonalKeys keys = create();
        keys.keyFor(subject("a"));
        keys.forget(subject("a"));

        assertThatExceptionOfType(SubjectForgottenException.class)
                .isThrownBy(() -> keys.keyFor(subject("a")))
                .satisfies(refusal -> assertThat(refusal.subject()).isEqualTo(subject("a")));
        assertThat(keys.find(subject("a"))).isEmpty();
    }

    @Test
    final void a_subject_can_be_forgotten_before_it_has_a_key() {
        PersonalKeys keys = create();

        keys.forget(subject("a"));

        assertThatExceptionOfType(SubjectForgottenException.class).isThrownBy(() -> keys.keyFor(subject("a")));
        assertThat(keys.find(subject("a"))).isEmpty();
    }

    @Test
    final void forgetting_again_changes_nothing() {
        PersonalKeys keys = create();
        keys.keyFor(subject("a"));

        keys.forget(subject("a"));
        keys.forget(subject("a"));

        assertThatExceptionOfType(SubjectForgottenException.class).isThrownBy(() -> keys.keyFor(subject("a")));
        assertThat(keys.find(subject("a"))).isEmpty();
    }

    @Test
    final void forgetting_one_subject_leaves_the_others() {
        PersonalKeys keys = create();
        keys.keyFor(subject("a"));
        SecretKey other = keys.keyFor(subject("b"));

        keys.forget(subject("a"));

        assertThat(other).isNotNull();
        assertThat(keys.find(subject("b"))).contains(other);
        assertThat(keys.keyFor(subject("b"))).isEqualTo(other);
    }

    @Test
    final void concurrent_first_uses_get_one_key() throws InterruptedException {
        PersonalKeys keys = create();
        Set<SecretKey> made = ConcurrentHashMap.newKeySet();

        together(() -> made.add(keys.keyFor(subject("a"))));

        assertThat(made).hasSize(1);
        assertThat(keys.find(subject("a"))).contains(made.iterator().next());
    }

    @Test
    final void a_subject_forgotten_among_concurrent_uses_stays_forgotten() throws InterruptedException {
        PersonalKeys keys = create();
        AtomicInteger turn = new AtomicInteger();

        together(() -> {
            if (turn.getAndIncrement() == THREADS / 2) {
                keys.forget(subject("a"));
            } else {
                useUnlessForgotten(keys);
            }
        });

        assertThatExceptionOfType(SubjectForgottenException.class).isThrownBy(() -> keys.keyFor(subject("a")));
        assertThat(keys.find(subject("a"))).isEmpty();
    }

    private void useUnlessForgotten(PersonalKeys keys) {
        try {
            keys.keyFor(subject("a"));
        } catch (SubjectForgottenException expected) {
            assertThat(expected.subject()).isEqualTo(subject("a"));
        }
    }

    @Test
    final void its_text_form_shows_no_key() {
        PersonalKeys keys = create();
        byte[] key = keys.keyFor(subject("a")).getEncoded();

        assertThat(keys.toString())
                .doesNotContain(Base64.getEncoder().encodeToString(key))
                .doesNotContain(HexFormat.of().formatHex(key));
    }

    private static void together(Runnable use) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = IntStream.range(0, THREADS)
                .mapToObj(index -> new Thread(() -> {
                    awaited(start);
                    use.run();
                }))
                .toList();
        threads.forEach(Thread::start);
        start.countDown();
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(30));
            assertThat(thread.isAlive()).as("still running after 30 s").isFalse();
        }
    }

    private static void awaited(CountDownLatch start) {
        try {
            start.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException("Interrupted before it began", interrupted);
        }
    }
}
