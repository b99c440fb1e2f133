package io.triskel.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.triskel.event.PortException;
import io.triskel.personal.KeyRing.KeyWrapping;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a key service is asked, and what becomes of subjects' keys when it, a process or an entry fails. */
class BucketKeysTest {
    private static final Instant START = Instant.parse("2026-11-26T18:00:00Z");
    private static final Duration MAX_AGE = Duration.ofMinutes(10);

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final Subjects entries = new Subjects();
    private final Service service = new Service();
    private final KeyRing ring = process(entries);

    private KeyRing process(KeyRing.Entries store) {
        return new KeyRing(store, new SecureRandom()).wrappedInBuckets(service, now::get, MAX_AGE);
    }

    private List<String> bucketKeys() {
        return entries.entries.keySet().stream()
                .filter(name -> name.startsWith(BucketKeys.RESERVED))
                .toList();
    }

    private byte[] stored(String name) {
        return ((KeyRing.Wrapped) entries.entries.get(name)).bytes();
    }

    @Test
    void another_process_reads_the_key_that_one_has_made() {
        SecretKey key = ring.keyFor("a");

        assertThat(process(entries).find("a")).contains(key);
        assertThat(process(entries).keyFor("a")).isEqualTo(key);
    }

    @Test
    void neither_the_subjects_key_nor_the_bucket_key_is_stored_in_the_clear() {
        String key = HexFormat.of().formatHex(ring.keyFor("a").getEncoded());

        assertThat(entries.entries.values())
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry)
                        .isInstanceOfSatisfying(
                                KeyRing.Wrapped.class,
                                wrapped -> assertThat(HexFormat.of().formatHex(wrapped.bytes()))
                                        .doesNotContain(key)
                                        .doesNotContain(service.made.get(0))));
    }

    @Test
    void the_service_is_asked_once_for_each_bucket_and_not_for_each_subject() {
        IntStream.range(0, 1_000).forEach(subject -> ring.keyFor("person-" + subject));
        IntStream.range(0, 1_000).forEach(subject -> ring.find("person-" + subject));

        assertThat(bucketKeys()).hasSize(BucketKeys.BUCKETS);
        assertThat(service.calls).hasSize(2 * BucketKeys.BUCKETS).doesNotHaveDuplicates();
    }

    @Test
    void another_process_asks_once_for_each_bucket_too() {
        IntStream.range(0, 1_000).forEach(subject -> ring.keyFor("person-" + subject));
        service.calls.clear();

        KeyRing other = process(entries);
        IntStream.range(0, 1_000).forEach(subject -> other.find("person-" + subject));

        assertThat(service.calls).hasSize(BucketKeys.BUCKETS).allMatch(call -> call.startsWith("unwrap "));
    }

    @Test
    void a_new_subject_costs_two_requests_to_the_store_once_its_bucket_key_is_held() {
        ring.keyFor("a");
        entries.calls.clear();

        IntStream.range(0, 100).forEach(subject -> ring.keyFor("person-" + subject));

        assertThat(entries.calls.size() - 2 * (bucketKeys().size() - 1)).isEqualTo(200);
    }

    @Test
    void a_subject_that_looks_like_a_bucket_key_is_refused() {
        ring.keyFor("a");
        String name = bucketKeys().get(0);
        KeyRing unwrapped = new KeyRing(entries, new SecureRandom());

        assertThatIllegalArgumentException().isThrownBy(() -> ring.forget(name)).withMessageContaining(name);
        assertThatIllegalArgumentException().isThrownBy(() -> unwrapped.forget(name));
        assertThatIllegalArgumentException().isThrownBy(() -> ring.keyFor(name));
        assertThatIllegalArgumentException().isThrownBy(() -> ring.find(name));
        assertThat(ring.find("a")).isPresent();
    }

    @Test
    void a_forgotten_subjects_wrapped_key_is_gone_and_no_new_one_is_made() {
        ring.keyFor("a");

        ring.forget("a");

        assertThat(entries.entries.get("a")).isEqualTo(new KeyRing.Forgotten());
        assertThat(ring.find("a")).isEmpty();
        assertThatExceptionOfType(SubjectForgottenException.class).isThrownBy(() -> ring.keyFor("a"));
    }

    @Test
    void a_key_stored_in_the_clear_before_is_read_and_wrapped_when_it_is_written_with() {
        SecretKey key = new KeyRing(entries, new SecureRandom()).keyFor("a");

        assertThat(ring.find("a")).contains(key);
        assertThat(ring.keyFor("a")).isEqualTo(key);

        assertThat(entries.entries.get("a")).isInstanceOf(KeyRing.Wrapped.class);
        assertThat(process(entries).find("a")).contains(key);
    }

    @Nested
    class When_a_month_ends {
        @Test
        void new_subjects_have_a_bucket_key_of_the_new_month() {
            ring.keyFor("a");

            now.set(Instant.parse("2026-12-01T00:00:00Z"));
            ring.keyFor("a2");
            ring.keyFor("a3");

            assertThat(bucketKeys())
                    .hasSizeGreaterThan(1)
                    .filteredOn(name -> name.contains("2026-11/"))
                    .hasSize(1);
        }

        @Test
        void keys_of_older_months_are_read() {
            SecretKey key = ring.keyFor("a");

            now.set(Instant.parse("2031-01-01T00:00:00Z"));

            assertThat(ring.find("a")).contains(key);
            assertThat(process(entries).find("a")).contains(key);
            assertThat(process(entries).keyFor("a")).isEqualTo(key);
        }
    }

    @Nested
    class When_two_processes_make_the_same_bucket_key {
        @Test
        void the_second_uses_the_first_ones() {
            SecretKey first = ring.keyFor("a");
            byte[] bucketKey = stored(bucketKeys().get(0));
            KeyRing late = process(new ReadTooEarly(entries));

            SecretKey second = late.keyFor("a");

            assertThat(second).isEqualTo(first);
            assertThat(stored(bucketKeys().get(0))).isSameAs(bucketKey);
        }

        @Test
        void all_of_many_at_once_read_each_others_subjects() throws InterruptedException {
            CyclicBarrier together = new CyclicBarrier(8);
            ConcurrentHashMap<String, SecretKey> made = new ConcurrentHashMap<>();
            List<Thread> threads = IntStream.range(0, 8)
                    .mapToObj(process -> new Thread(() -> {
                        KeyRing mine = process(entries);
                        awaited(together);
                        IntStream.range(0, 50).forEach(subject -> {
                            String name = "person-" + process + "-" + subject;
                            made.put(name, mine.keyFor(name));
                        });
                    }))
                    .toList();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(bucketKeys()).hasSize(BucketKeys.BUCKETS);
            assertThat(made).hasSize(400);
            assertThat(made.keySet().stream()
                            .collect(Collectors.toMap(
                                    name -> name, name -> ring.find(name).orElseThrow())))
                    .isEqualTo(made);
        }

        private static void awaited(CyclicBarrier barrier) {
            try {
                barrier.await();
            } catch (Exception broken) {
                throw new IllegalStateException("Not all began", broken);
            }
        }
    }

    @Nested
    class When_a_process_dies {
        @Test
        void after_the_bucket_key_is_written_the_next_one_uses_it() {
            KeyRing dying = process(new DiesAt(entries, "a"));
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> dying.keyFor("a"));
            byte[] bucketKey = stored(bucketKeys().get(0));

            SecretKey key = ring.keyFor("a");

            assertThat(stored(bucketKeys().get(0))).isSameAs(bucketKey);
            assertThat(process(entries).find("a")).contains(key);
        }

        @Test
        void before_the_bucket_key_is_written_nothing_is_wrapped_under_it() {
            KeyRing dying = process(new DiesAt(entries, BucketKeys.RESERVED));
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> dying.keyFor("a"));

            assertThat(entries.entries).isEmpty();
        }
    }

    @Nested
    class When_the_key_service_fails {
        @Test
        void the_port_has_failed_and_no_entry_is_written() {
            service.refuses = Optional.of(new IllegalArgumentException("no such key"));

            assertThatExceptionOfType(PortException.class)
                    .isThrownBy(() -> ring.keyFor("a"))
                    .withMessageContaining("key service")
                    .withStackTraceContaining("no such key");
            assertThat(entries.entries).isEmpty();
        }

        @Test
        void a_subject_is_neither_unknown_nor_forgotten_and_is_read_again_later() {
            SecretKey key = ring.keyFor("a");
            KeyRing other = process(entries);
            service.refuses = Optional.of(new PortException("denied"));
            assertThatExceptionOfType(PortException.class)
                    .isThrownBy(() -> other.find("a"))
                    .withMessage("denied");

            service.refuses = Optional.empty();

            assertThat(other.find("a")).contains(key);
        }

        @Test
        void bucket_keys_that_are_held_are_used_until_the_maximum_age_and_no_longer() {
            SecretKey key = ring.keyFor("a");
            service.refuses = Optional.of(new PortException("disabled"));

            now.set(START.plus(MAX_AGE).minusNanos(1));
            assertThat(ring.find("a")).contains(key);

            now.set(START.plus(MAX_AGE));
            assertThatExceptionOfType(PortException.class).isThrownBy(() -> ring.find("a"));
        }

        @Test
        void a_clock_that_goes_back_makes_no_bucket_key_older_than_allowed() {
            ring.keyFor("a");
            service.refuses = Optional.of(new PortException("disabled"));

            now.set(START.minusNanos(1));

            assertThatExceptionOfType(PortException.class).isThrownBy(() -> ring.find("a"));
        }

        @Test
        void a_bucket_key_that_it_wraps_but_does_not_unwrap_is_not_stored() {
            service.unwrapsTo = Optional.of(new byte[32]);

            assertThatExceptionOfType(PortException.class)
                    .isThrownBy(() -> ring.keyFor("a"))
                    .withMessageContaining("nothing is stored");
            assertThat(entries.entries).isEmpty();
        }

        @Test
        void a_key_of_another_length_is_refused() {
            ring.keyFor("a");
            service.unwrapsTo = Optional.of(new byte[16]);

            assertThatExceptionOfType(PortException.class)
                    .isThrownBy(() -> process(entries).find("a"))
                    .withMessageContaining("16 bytes");
        }
    }

    @Nested
    class When_entries_are_changed {
        @Test
        void every_changed_byte_of_a_wrapped_key_is_refused() {
            ring.keyFor("a");
            byte[] wrapped = stored("a");

            for (int at = 0; at < wrapped.length; at++) {
                byte[] changed = wrapped.clone();
                changed[at] ^= 1;
                entries.entries.put("a", new KeyRing.Wrapped(changed));
                assertThatExceptionOfType(PortException.class).as("byte %d", at).isThrownBy(() -> ring.find("a"));
            }
        }

        @Test
        void a_wrapped_key_that_is_cut_short_is_refused() {
            ring.keyFor("a");
            byte[] wrapped = stored("a");

            for (int length = 0; length < wrapped.length; length++) {
                entries.entries.put("a", new KeyRing.Wrapped(Arrays.copyOf(wrapped, length)));
                assertThatExceptionOfType(PortException.class).isThrownBy(() -> ring.find("a"));
            }
        }

        @Test
        void a_wrapped_key_is_not_another_subjects() {
            ring.keyFor("a");
            entries.entries.put("b", entries.entries.get("a"));

            assertThatExceptionOfType(PortException.class)
                    .isThrownBy(() -> ring.find("b"))
                    .withMessageContaining("another subject");
        }

        @Test
        void a_bucket_key_planted_in_the_clear_is_refused() {
            ring.keyFor("a");
            entries.entries.put(bucketKeys().get(0), new KeyRing.Plain(new byte[32]));

            assertThatExceptionOfType(PortException.class)
                    .isThrownBy(() -> process(entries).find("a"))
                    .withMessageContaining("is not wrapped");
        }

        @Test
        void a_bucket_key_that_is_gone_is_an_error_that_names_it_and_none_is_made_in_its_place() {
            ring.keyFor("a");
            String name = bucketKeys().get(0);
            entries.entries.remove(name);

            assertThatExceptionOfType(PortException.class)
                    .isThrownBy(() -> process(entries).find("a"))
                    .withMessageContaining(name);
            assertThat(bucketKeys()).isEmpty();
        }

        @Test
        void a_key_wrapped_without_buckets_is_an_error_that_says_so() {
            new KeyRing(entries, new SecureRandom()).wrappedBy(service).keyFor("a");

            assertThatExceptionOfType(PortException.class)
                    .isThrownBy(() -> ring.find("a"))
                    .withMessageContaining("without buckets");
        }
    }

    @Test
    void a_maximum_age_is_positive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new KeyRing(entries, new SecureRandom()).wrappedInBuckets(service, now::get, Duration.ZERO));
    }

    /** Keeps what it wraps, and gives out numbers. */
    private static final class Service implements KeyWrapping {
        private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
        private final List<String> made = Collections.synchronizedList(new ArrayList<>());
        private Optional<RuntimeException> refuses = Optional.empty();
        private Optional<byte[]> unwrapsTo = Optional.empty();

        @Override
        public byte[] wrap(String name, byte[] key) {
            calls.add("wrap " + name);
            refuses.ifPresent(refusal -> {
                throw refusal;
            });
            synchronized (made) {
                made.add(HexFormat.of().formatHex(key));
                return (name + " is number " + (made.size() - 1)).getBytes(StandardCharsets.UTF_8);
            }
        }

        @Override
        public byte[] unwrap(String name, byte[] wrapped) {
            calls.add("unwrap " + name);
            refuses.ifPresent(refusal -> {
                throw refusal;
            });
            String number = new String(wrapped, StandardCharsets.UTF_8);
            assertThat(number).startsWith(name + " is number ");
            return unwrapsTo.orElseGet(() -> HexFormat.of()
                    .parseHex(made.get(Integer.parseInt(number.substring((name + " is number ").length())))));
        }
    }

    /** The process ends before it creates an entry whose name begins so. */
    private record DiesAt(KeyRing.Entries entries, String name) implements KeyRing.Entries {
        @Override
        public Optional<KeyRing.Entry> read(String subject) {
            return entries.read(subject);
        }

        @Override
        public Optional<KeyRing.Entry> create(String subject, KeyRing.Entry entry) {
            if (subject.startsWith(name)) {
                throw new IllegalStateException("The process ends here");
            }
            return entries.create(subject, entry);
        }

        @Override
        public boolean rewrap(String subject, KeyRing.Wrapped entry) {
            return entries.rewrap(subject, entry);
        }

        @Override
        public void replace(String subject, KeyRing.Forgotten tombstone) {
            entries.replace(subject, tombstone);
        }
    }
}
