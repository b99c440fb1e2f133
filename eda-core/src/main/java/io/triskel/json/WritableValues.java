package io.triskel.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether numbers, names and keys can be read back: each method returns null or a reason, which never quotes the
 * value.
 */
public final class WritableValues {
    /** Below this many bits or digits a number is short enough whatever its sign, point and exponent take. */
    private static final int CERTAINLY_FEWER = JsonMapping.MAX_DIGITS - 40;

    private static final int CERTAINLY_FEWER_BITS = 3 * CERTAINLY_FEWER;

    private WritableValues() {}

    public static @Nullable String unreadable(BigInteger value) {
        return value.bitLength() <= CERTAINLY_FEWER_BITS ? null : tooManyDigits(digits(value.toString()));
    }

    public static @Nullable String unreadable(BigDecimal value) {
        if ((long) value.precision() - 1 - value.scale() > Integer.MAX_VALUE) {
            return "its exponent is beyond " + Integer.MAX_VALUE;
        }
        return value.precision() <= CERTAINLY_FEWER ? null : tooManyDigits(digits(value.toString()));
    }

    /** A locale's text reliably has only language and country. */
    static @Nullable String unreadable(Locale value) {
        boolean lost = value.getLanguage().isEmpty() && value.getCountry().isEmpty() && !value.equals(Locale.ROOT);
        return lost ? "a locale without language and country has no text: keep its language tag as a String" : null;
    }

    private static int digits(String number) {
        int digits = 0;
        for (int i = 0; i < number.length(); i++) {
            digits += number.charAt(i) >= '0' && number.charAt(i) <= '9' ? 1 : 0;
        }
        return digits;
    }

    private static @Nullable String tooManyDigits(int digits) {
        return digits <= JsonMapping.MAX_DIGITS
                ? null
                : "a number has at most " + JsonMapping.MAX_DIGITS + " digits, this has " + digits;
    }

    /** {@return why this cannot be the name of a member of a JSON object, or null} */
    public static @Nullable String unreadableName(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (Character.isSurrogate(name.charAt(i))) {
                if (i + 1 == name.length() || !Character.isSurrogatePair(name.charAt(i), name.charAt(i + 1))) {
                    return "a name has no unpaired surrogate, this has one at " + i;
                }
                i++;
            }
        }
        int bytes = 3 * name.length() <= JsonMapping.MAX_NAME ? 0 : Utf8.length(name);
        return bytes <= JsonMapping.MAX_NAME
                ? null
                : "a name has at most " + JsonMapping.MAX_NAME + " bytes, this has " + bytes;
    }

    /** Keys of all other types have short texts of plain characters. */
    static @Nullable String unreadableKey(Object key) {
        if (key instanceof String || key instanceof Character || key instanceof URI) {
            return unreadableName(key.toString());
        }
        if (key instanceof BigDecimal number) {
            String why = unreadable(number);
            return why == null ? tooLongKey(number.precision(), number) : why;
        }
        if (key instanceof BigInteger number) {
            return number.bitLength() <= CERTAINLY_FEWER_BITS ? null : tooLongKey(JsonMapping.MAX_DIGITS, number);
        }
        return key instanceof Locale locale ? unreadable(locale) : null;
    }

    /** In a number that is a key, sign, point and exponent count too. */
    private static @Nullable String tooLongKey(int digits, Number key) {
        int length = digits <= CERTAINLY_FEWER ? digits : key.toString().length();
        return length <= JsonMapping.MAX_DIGITS
                ? null
                : "a number that is a key has at most " + JsonMapping.MAX_DIGITS + " characters, this has " + length;
    }
}
