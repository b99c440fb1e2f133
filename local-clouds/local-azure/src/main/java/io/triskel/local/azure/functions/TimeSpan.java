package io.triskel.local.azure.functions;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as .NET writes them. */
final class TimeSpan {
    private static final Pattern FORM = Pattern.compile("(?:(\\d+)\\.)?(\\d{1,2}):(\\d{2}):(\\d{2}(?:\\.\\d{1,7})?)");

    private TimeSpan() {}

    static boolean matches(String text) {
        return FORM.matcher(text).matches();
    }

    /**
     * Reads {@code hh:mm:ss}, with optional days before and fractions after it.
     *
     * @param problems receives an invalid text; the result is zero then
     */
    static Duration parse(String text, List<String> problems) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            problems.add("A time span is hh:mm:ss, not " + text);
            return Duration.ZERO;
        }
        long days = parts.group(1) == null ? 0 : Long.parseLong(parts.group(1));
        return Duration.ofDays(days)
                .plusHours(Long.parseLong(parts.group(2)))
                .plusMinutes(Long.parseLong(parts.group(3)))
                .plusMillis(Math.round(Double.parseDouble(parts.group(4)) * 1000));
    }
}
