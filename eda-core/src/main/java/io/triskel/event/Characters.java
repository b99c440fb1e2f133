package io.triskel.event;

/**
 * The characters that a text of an event may have: all but control characters, unpaired surrogates and Unicode's
 * non-characters (CloudEvents 1.0, "Type System", String). Refused at birth, so that nothing is kept that cannot be sent.
 */
public final class Characters {
    private Characters() {}

    /** {@return the index of the first character that a text may not have, or -1} */
    public static int firstIllegal(String text) {
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

    private static boolean isIllegal(int codePoint) {
        boolean control = codePoint < ' ' || (codePoint >= 0x7f && codePoint <= 0x9f);
        boolean unpaired = codePoint >= 0xd800 && codePoint <= 0xdfff;
        boolean nonCharacter = (codePoint >= 0xfdd0 && codePoint <= 0xfdef) || (codePoint & 0xfffe) == 0xfffe;
        return control || unpaired || nonCharacter;
    }

    /** {@return what is illegal there, for people} */
    public static String explain(String text, int index) {
        return String.format(
                "a text of an event has no control characters, unpaired surrogates or non-characters, this one has U+%04X"
                        + " at index %d",
                text.codePointAt(index), index);
    }
}
