package io.triskel.hosting.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The token with which a client asks for a list's next page. It has a check sum of the read model's own token and of the
 * query, because a read model accepts any text as a token and answers a wrong one with an empty page.
 */
public final class PageMark {
    private static final int SUM_DIGITS = 8;

    private PageMark() {}

    /**
     * {@return the mark}
     *
     * @param list the list's query
     * @param place the read model's own token
     */
    public static String of(String list, String place) {
        byte[] marked = (sum(list, place) + place).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(marked);
    }

    /** {@return the place; empty if the text is not a mark, or is one of another list} */
    public static Optional<String> place(String list, String mark) {
        byte[] marked;
        try {
            marked = Base64.getUrlDecoder().decode(mark);
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
        String text = new String(marked, StandardCharsets.UTF_8);
        if (text.length() <= SUM_DIGITS) {
            return Optional.empty();
        }
        String place = text.substring(SUM_DIGITS);
        return sum(list, place).equals(text.substring(0, SUM_DIGITS)) ? Optional.of(place) : Optional.empty();
    }

    private static String sum(String list, String place) {
        CRC32 sum = new CRC32();
        sum.update((list + "\n" + place).getBytes(StandardCharsets.UTF_8));
        String digits = Long.toHexString(sum.getValue());
        return "0".repeat(SUM_DIGITS - digits.length()) + digits;
    }
}
