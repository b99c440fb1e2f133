package io.triskel.event;

/** Checks texts that CloudEvents does not define: their length is limited in foreign events too. */
final class Lengths {
    private Lengths() {}

    static String require(String what, String value, int most) {
        if (value.isBlank() || value.length() > most) {
            throw new IllegalArgumentException(
                    what + " must have 1 to " + most + " characters and not be blank, this one has " + value.length());
        }
        Characters.requireLegal(what, value);
        return value;
    }
}
