package io.triskel.saga;

import io.triskel.consume.FailurePolicy;

/** Checks every limited text of a saga. */
final class Texts {
    private Texts() {}

    static String require(String what, String value, int most) {
        if (value.isBlank() || value.length() > most) {
            throw new IllegalArgumentException(
                    what + " must have 1 to " + most + " characters and not be blank, this one has " + value.length());
        }
        return value;
    }

    /**
     * {@return a failure's description for a row, without its message, which may be personal, unless it has numbers only}
     */
    static String kept(Throwable failure) {
        return failure instanceof SagaTooLargeException
                ? String.valueOf(failure.getMessage())
                : FailurePolicy.placeOf(failure);
    }

    /** {@return the text, cut to a row's limit for reasons, and never blank} */
    static String reason(String text) {
        String cut = text.length() <= SagaStatus.MAX_REASON ? text : text.substring(0, SagaStatus.MAX_REASON);
        return cut.isBlank() ? "no reason given" : cut;
    }
}
