package io.triskel.event;

/** The one check behind every limited text of this package, so that all of them answer in the same words. */
final class Lengths {
    private Lengths() {}

    static String require(String what, String value, int most) {
        if (value.isBlank() || value.length() > most) {
            throw new IllegalArgumentException(
                    what + " has 1 to " + most + " characters and is not blank, this one has " + value.length());
        }
        int illegal = Characters.firstIllegal(value);
        if (illegal >= 0) {
            throw new IllegalArgumentException(what + " is not legal: " + Characters.explain(value, illegal));
        }
        return value;
    }
}
