package io.triskel.event;

/**
 * The characters allowed in an event's texts: all but control characters, unpaired surrogates and Unicode's non-characters
 * (CloudEvents 1.0, "Type System", String). The value types reject others, so every stored text can be sent.
 */
final class Characters {
    private Characters() {}

    /** {@return the index of the first illegal character, or -1} */
    static int firstIllegal(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                int codePoint = text.codePointAt(i);
                if (isIllegal(codePoint)) {
                    return i;
                }
                i += Character.charCount(codePoint) - 1;
            }
        }
        return -1;
    }

    /** Rejects a text that cannot be an event's id, key or the like: one that is empty or has illegal characters. */
    static void require(String what, String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException(what + " must have at least 1 character, this one has none");
        }
        requireLegal(what, value);
    }

    static void requireLegal(String what, String value) {
        int illegal = firstIllegal(value);
        if (illegal >= 0) {
            throw new IllegalArgumentException(what + " is not legal: " + explain(value, illegal));
        }
    }

    private static boolean isIllegal(int codePoint) {
        boolean control = codePoint < ' ' || (codePoint >= 0x7f && codePoint <= 0x9f);
        boolean unpaired = codePoint >= 0xd800 && codePoint <= 0xdfff;
        boolean nonCharacter = (codePoint >= 0xfdd0 && codePoint <= 0xfdef) || (codePoint & 0xfffe) == 0xfffe;
        return control || unpaired || nonCharacter;
    }

    /** {@return a message that names the illegal character at this index} */
    static String explain(String text, int index) {
        return String.format(
                "a text of an event has no control characters, unpaired surrogates or non-characters, this one has U+%04X"
                        + " at index %d",
                text.codePointAt(index), index);
    }
}
