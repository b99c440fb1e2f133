package io.triskel.saga;

import io.triskel.consume.FailurePolicy;

/** The one check behind every limited text of a saga. */
final class Texts {
    private Texts() {}

    static String require(String what, String value, int most) {
        if (value.isBlank() || value.length() > most) {
            throw new IllegalArgumentException(
                    what + " has 1 to " + most + " characters and is not blank, this one has " + value.length());
        }
        return value;
    }

    /** {@return what a row keeps of a failure: no message, which may be personal, but for one that has numbers only} */
    static String kept(Throwable failure) {
        return failure instanceof SagaTooLargeException
                ? String.valueOf(failure.getMessage())
                : FailurePolicy.placeOf(failure);
    }

    /** {@return the text, cut to what a row keeps of a reason, and never blank} */
    static String reason(String text) {
        String cut = text.length() <= SagaStatus.MAX_REASON ? text : text.substring(0, SagaStatus.MAX_REASON);
        return cut.isBlank() ? "no reason given" : cut;
    }
}
