package io.triskel.personal;

import java.util.Optional;
import java.util.function.Function;

/**
 * Holds personal data about one person. The codecs encrypt it under the subject's key. Once the key is dropped, the data
 * reads as {@link Forgotten}, and its event or state still loads.
 *
 * @param <T> the type of the data
 */
public sealed interface Personal<T> {
    /** The longest subject, in characters. */
    int MAX_SUBJECT = 128;

    /** {@return the id of the data subject: not itself personal, 1 to 128 characters} */
    String subject();

    /** {@return the result of the one function that fits} */
    <R> R fold(Function<Known<T>, R> known, Function<Forgotten<T>, R> forgotten);

    /** {@return readable personal data} */
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
     * @param subject the data subject's id
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

        /** {@return the subject only, so that logs hold no personal data} */
        @Override
        public String toString() {
            return "Personal[" + subject + "]";
        }
    }

    /**
     * Data whose key was dropped.
     *
     * @param subject the data subject's id
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
                    "A subject must have 1 to 128 characters and not be blank, this one has " + subject.length());
        }
    }
}
