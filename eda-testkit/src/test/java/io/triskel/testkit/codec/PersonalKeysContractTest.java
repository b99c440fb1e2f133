package io.triskel.testkit.codec;

import io.triskel.memory.InMemoryPersonalKeys;
import io.triskel.personal.PersonalKeys;
import io.triskel.personal.SubjectForgottenException;
import io.triskel.testkit.ContractRun;
import io.triskel.testkit.PersonalKeysContract;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract holds in memory, and fails for every implementation that breaks it. */
class PersonalKeysContractTest {
    @Nested
    class In_memory extends PersonalKeysContract {
        private final PersonalKeys keys = new InMemoryPersonalKeys();

        @Override
        protected PersonalKeys create() {
            return keys;
        }
    }

    @Test
    void a_do_nothing_passes_no_test() {
        ContractRun.of(DoesNothing.class).everyTestFails();
    }

    @Test
    void new_keys_for_forgotten_subjects_are_caught() {
        ContractRun.of(MintsAnew.class).isCaughtBy("no_new_key_is_made_for_a_forgotten_subject");
        ContractRun.of(MintsAnew.class).isCaughtBy("a_subject_forgotten_among_concurrent_uses_stays_forgotten");
    }

    @Test
    void a_key_kept_after_its_subject_is_forgotten_is_caught() {
        ContractRun.of(KeepsTheKey.class).isCaughtBy("a_forgotten_subject_has_no_key");
    }

    @Test
    void a_subject_forgotten_too_early_to_be_remembered_is_caught() {
        ContractRun.of(ForgetsOnlyWhatItKnows.class).isCaughtBy("a_subject_can_be_forgotten_before_it_has_a_key");
    }

    @Test
    void an_unknown_subject_read_as_forgotten_is_caught() {
        ContractRun.of(TakesUnknownForForgotten.class)
                .isCaughtBy("a_subject_never_heard_of_is_an_error_and_not_forgotten");
    }

    @Test
    void a_second_forget_that_revives_is_caught() {
        ContractRun.of(RevivesOnSecondForget.class).isCaughtBy("forgetting_again_changes_nothing");
    }

    @Test
    void forgetting_everybody_is_caught() {
        ContractRun.of(ForgetsEverybody.class).isCaughtBy("forgetting_one_subject_leaves_the_others");
    }

    @Test
    void one_key_for_all_is_caught() {
        ContractRun.of(OneKeyForAll.class).isCaughtBy("different_subjects_have_different_keys");
    }

    @Test
    void names_that_meet_when_escaped_are_caught() {
        ContractRun.of(EscapesIntoOneName.class).isCaughtBy("subjects_may_have_any_characters_and_128_of_them");
    }

    @Test
    void the_loser_of_a_race_keeping_its_own_key_is_caught() {
        ContractRun.of(AnswersItsOwnKey.class).isCaughtBy("a_subject_keeps_its_key");
        ContractRun.of(AnswersItsOwnKey.class).isCaughtBy("concurrent_first_uses_get_one_key");
    }

    @Test
    void short_keys_are_caught() {
        ContractRun.of(ShortKeys.class).isCaughtBy("a_subject_gets_an_aes_key_of_256_bits_on_first_use");
    }

    @Test
    void a_store_of_one_instance_is_caught() {
        ContractRun.of(EachInstanceAlone.class).isCaughtBy("another_instance_on_the_same_store_sees_the_same");
    }

    @Test
    void keys_in_the_text_form_are_caught() {
        ContractRun.of(ShowsItsKeys.class).isCaughtBy("its_text_form_shows_no_key");
    }

    /** Runs the contract on what the supplier gives, once per test. */
    abstract static class Suite extends PersonalKeysContract {
        private final PersonalKeys keys;

        Suite(Supplier<PersonalKeys> keys) {
            this.keys = keys.get();
        }

        @Override
        protected PersonalKeys create() {
            return keys;
        }
    }

    static class DoesNothing extends Suite {
        DoesNothing() {
            super(() -> new Mutant() {
                @Override
                public Optional<SecretKey> find(String subject) {
                    return Optional.empty();
                }

                @Override
                @SuppressWarnings("NullAway") // a do-nothing has nothing to return
                public SecretKey keyFor(String subject) {
                    return null;
                }

                @Override
                public void forget(String subject) {}
            });
        }
    }

    static class MintsAnew extends Suite {
        MintsAnew() {
            super(() -> new Mutant() {
                @Override
                public SecretKey keyFor(String subject) {
                    keys.remove(subject, Optional.<SecretKey>empty());
                    return super.keyFor(subject);
                }
            });
        }
    }

    static class KeepsTheKey extends Suite {
        KeepsTheKey() {
            super(() -> new Mutant() {
                @Override
                public void forget(String subject) {
                    keys.putIfAbsent(subject, Optional.empty());
                }
            });
        }
    }

    static class ForgetsOnlyWhatItKnows extends Suite {
        ForgetsOnlyWhatItKnows() {
            super(() -> new Mutant() {
                @Override
                public void forget(String subject) {
                    keys.computeIfPresent(subject, (name, key) -> Optional.empty());
                }
            });
        }
    }

    static class TakesUnknownForForgotten extends Suite {
        TakesUnknownForForgotten() {
            super(() -> new Mutant() {
                @Override
                public Optional<SecretKey> find(String subject) {
                    return keys.getOrDefault(subject, Optional.empty());
                }
            });
        }
    }

    static class RevivesOnSecondForget extends Suite {
        RevivesOnSecondForget() {
            super(() -> new Mutant() {
                @Override
                public void forget(String subject) {
                    keys.compute(subject, (name, key) -> key != null && key.isEmpty() ? null : Optional.empty());
                }
            });
        }
    }

    static class ForgetsEverybody extends Suite {
        ForgetsEverybody() {
            super(() -> new Mutant() {
                @Override
                public void forget(String subject) {
                    super.forget(subject);
                    keys.replaceAll((name, key) -> Optional.empty());
                }
            });
        }
    }

    static class OneKeyForAll extends Suite {
        OneKeyForAll() {
            super(() -> new Mutant() {
                @Override
                SecretKey make() {
                    return new SecretKeySpec(new byte[32], "AES");
                }
            });
        }
    }

    static class EscapesIntoOneName extends Suite {
        EscapesIntoOneName() {
            super(() -> new Mutant() {
                @Override
                public SecretKey keyFor(String subject) {
                    return super.keyFor(subject.replace('/', '_'));
                }

                @Override
                public Optional<SecretKey> find(String subject) {
                    return super.find(subject.replace('/', '_'));
                }
            });
        }
    }

    static class AnswersItsOwnKey extends Suite {
        AnswersItsOwnKey() {
            super(() -> new Mutant() {
                @Override
                public SecretKey keyFor(String subject) {
                    SecretKey own = make();
                    Optional<SecretKey> other = keys.putIfAbsent(subject, Optional.of(own));
                    if (other != null && other.isEmpty()) {
                        throw new SubjectForgottenException(subject);
                    }
                    return own;
                }
            });
        }
    }

    static class ShortKeys extends Suite {
        ShortKeys() {
            super(() -> new Mutant() {
                @Override
                SecretKey make() {
                    return new SecretKeySpec(Arrays.copyOf(super.make().getEncoded(), 16), "AES");
                }
            });
        }
    }

    static class EachInstanceAlone extends Suite {
        EachInstanceAlone() {
            super(Mutant::new);
        }

        @Override
        protected PersonalKeys create() {
            return new Mutant();
        }
    }

    static class ShowsItsKeys extends Suite {
        ShowsItsKeys() {
            super(() -> new Mutant() {
                @Override
                public String toString() {
                    StringBuilder text = new StringBuilder();
                    keys.values()
                            .forEach(key -> text.append(
                                    HexFormat.of().formatHex(key.orElseThrow().getEncoded())));
                    return text.toString();
                }
            });
        }
    }

    /** A store that keeps the contract, for mutants to break in one place each. */
    static class Mutant implements PersonalKeys {
        final Map<String, Optional<SecretKey>> keys = new ConcurrentHashMap<>();
        private final java.util.concurrent.atomic.AtomicInteger made = new java.util.concurrent.atomic.AtomicInteger();

        @Override
        public Optional<SecretKey> find(String subject) {
            Optional<SecretKey> key = keys.get(subject);
            if (key == null) {
                throw new io.triskel.personal.UnknownSubjectException(subject);
            }
            return key;
        }

        @Override
        public SecretKey keyFor(String subject) {
            return keys.computeIfAbsent(subject, first -> Optional.of(make()))
                    .orElseThrow(() -> new SubjectForgottenException(subject));
        }

        SecretKey make() {
            byte[] text = ("key number " + made.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
            return new SecretKeySpec(Arrays.copyOf(text, 32), "AES");
        }

        @Override
        public void forget(String subject) {
            keys.put(subject, Optional.empty());
        }

        @Override
        public String toString() {
            return "Mutant";
        }
    }

    /** The control: without a mutation every test passes. */
    static class Unchanged extends Suite {
        Unchanged() {
            super(Mutant::new);
        }
    }

    @Test
    void what_the_mutants_are_made_of_is_right() {
        ContractRun.of(Unchanged.class).everyTestPasses();
    }
}
