package io.triskel.personal;

import java.util.Optional;
import java.util.function.Function;

/**
 * Personal data about one person. The codecs write it encrypted under the subject's key. Once the key is dropped, the data
 * reads as {@link Forgotten}, and the event or state that contains it still loads.
 *
 * @param <T> the type of the data
 */
public sealed interface Personal<T> {
    /** The longest subject, in characters. */
    int MAX_SUBJECT = 128;

    /** {@return the id of the person whom the data is about: not itself personal, 1 to 128 characters} */
    String subject();

    /** {@return the result of the one function that fits} */
    <R> R fold(Function<Known<T>, R> known, Function<Forgotten<T>, R> forgotten);

    /** {@return personal data that is known} */
    static <T> Personal<T> of(String subject, T value) {
        return new Known<>(subject, value);
    }

    /** {@return the data, or empty if it is forgotten} */
    default Optional<T> known() {
        return fold(known -> Optional.of(known.value), forgotten -> Optional.empty());
    }

    /**
     * Readable data.
     *
     * @param subject whom it is about
     * @param value the plain data
     */
    record Known<T>(String subject, T value) implements Personal<T> {
        public Known {
            requireSubject(subject);
        }

        @Override
        public <R> R fold(Function<Known<T>, R> known, Function<Forgotten<T>, R> forgotten) {
            return known.apply(this);
        }

        /** {@return the subject only, so that logs hold nothing personal} */
        @Override
        public String toString() {
            return "Personal[" + subject + "]";
        }
    }

    /**
     * Data that nobody can read any more.
     *
     * @param subject whom it was about
     */
    record Forgotten<T>(String subject) implements Personal<T> {
        public Forgotten {
            requireSubject(subject);
        }

        @Override
        public <R> R fold(Function<Known<T>, R> known, Function<Forgotten<T>, R> forgotten) {
            return forgotten.apply(this);
        }
    }

    private static void requireSubject(String subject) {
        if (subject.isBlank() || subject.length() > MAX_SUBJECT) {
            throw new IllegalArgumentException(
                    "A subject has 1 to 128 characters and is not blank, this one has " + subject.length());
        }
    }
}
