package io.triskel.event;

/**
 * The characters that a text of an event may have: all but control characters, unpaired surrogates and Unicode's
 * non-characters (CloudEvents 1.0, "Type System", String). The value types refuse others, so that every stored text can be sent.
 */
final class Characters {
    private Characters() {}

    /** {@return the index of the first character that a text may not have, or -1} */
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

    /** Refuses a text that no event may have as an id, a key and the like: an empty one, or one with illegal characters. */
    static void require(String what, String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException(what + " has 1 character or more, this one has none");
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

    /** {@return which character at this index is illegal, for people} */
    static String explain(String text, int index) {
        return String.format(
                "a text of an event has no control characters, unpaired surrogates or non-characters, this one has U+%04X"
                        + " at index %d",
                text.codePointAt(index), index);
    }
}
