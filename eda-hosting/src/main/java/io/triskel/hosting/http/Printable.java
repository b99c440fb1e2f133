package io.triskel.hosting.http;

import java.util.Locale;

/** Makes foreign text safe to repeat in a message: a control character could change what a terminal or a log shows. */
public final class Printable {
    private Printable() {}

    /** {@return the text with every control or format character, line separator and half of a surrogate pair as its escape} */
    public static String of(String text) {
        if (text.codePoints().noneMatch(Printable::isHidden)) {
            return text;
        }
        StringBuilder printable = new StringBuilder();
        text.codePoints().forEach(point -> {
            if (isHidden(point)) {
                printable.append(String.format(Locale.ROOT, "\\u%04x", point));
            } else {
                printable.appendCodePoint(point);
            }
        });
        return printable.toString();
    }

    private static boolean isHidden(int point) {
        int type = Character.getType(point);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }
}
