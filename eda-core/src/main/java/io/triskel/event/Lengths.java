package io.triskel.event;

/** The one check behind every text of this package that is ours alone and therefore limited from birth. */
final class Lengths {
    private Lengths() {}

    static String require(String what, String value, int most) {
        if (value.isBlank() || value.length() > most) {
            throw new IllegalArgumentException(
                    what + " has 1 to " + most + " characters and is not blank, this one has " + value.length());
        }
        Characters.requireLegal(what, value);
        return value;
    }
}
