package io.triskel.load.report.words;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Figures as people read them. */
public final class Words {
    public static final String ABSENT = "–";

    private Words() {}

    /** {@return a count with its thousands apart} */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@return about three digits: 1,190, 41, 7.4, 0.31, 0.0042} */
    public static String number(double value) {
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        if (size >= 9.95) {
            return count(Math.round(value));
        }
        int digits = size >= 0.995 ? 1 : 1 - (int) Math.floor(Math.log10(size));
        return digits > 6 ? "<0.000001" : stripped(String.format(Locale.ROOT, "%." + digits + "f", value));
    }

    private static String stripped(String decimal) {
        return decimal.replaceFirst("\\.?0+$", "");
    }

    public static String number(OptionalDouble value) {
        return value.isPresent() ? number(value.getAsDouble()) : ABSENT;
    }

    /** {@return microseconds as the unit that suits them, such as 412 ms} */
    public static String micros(double micros) {
        double millis = micros / 1000;
        if (millis >= 9950) {
            return count(Math.round(millis / 1000)) + " s";
        }
        if (millis >= 1000) {
            return stripped(String.format(Locale.ROOT, "%.1f", millis / 1000)) + " s";
        }
        return number(millis) + " ms";
    }

    public static String micros(long micros) {
        return micros((double) micros);
    }

    /** {@return milliseconds as the unit that suits them} */
    public static String millis(double millis) {
        return micros(millis * 1000);
    }

    public static String millis(long millis) {
        return millis((double) millis);
    }

    /** {@return with its unit, if it has one} */
    public static String with(String unit, double value) {
        return switch (unit) {
            case "ms" -> millis(value);
            case "share" -> percent(value);
            case "of rate" -> percent(value) + " of the rate";
            case "" -> number(value);
            default -> number(value) + " " + unit;
        };
    }

    /** {@return a share of 1 in per cent} */
    public static String percent(double share) {
        return number(100 * share) + " %";
    }

    /** {@return the short name of a percentile: p99.9} */
    public static String percentile(double percentile) {
        return "p"
                + (percentile == Math.rint(percentile)
                        ? Long.toString((long) percentile)
                        : Double.toString(percentile));
    }

    /** {@return bytes or a rate of bytes in decimal units, as the providers count} */
    public static String bytes(double bytes) {
        List<String> units = List.of("B", "kB", "MB", "GB", "TB");
        int unit = 0;
        double value = bytes;
        while (value >= 1000 && unit < units.size() - 1) {
            value /= 1000;
            unit++;
        }
        return (value >= 9.95 ? number(value) : stripped(String.format(Locale.ROOT, "%.2f", value))) + " "
                + units.get(unit);
    }

    /** {@return a length of time since the start: 26:20, or 1:02:03} */
    public static String clock(long ms) {
        long seconds = ms / 1000;
        return seconds < 3600
                ? String.format(Locale.ROOT, "%02d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** {@return a name of the code as words: scheduleDelayP99 is schedule delay p99} */
    public static String spaced(String camelCase) {
        return camelCase
                .replaceAll("([a-z0-9])([A-Z])", "$1 $2")
                .replace('-', ' ')
                .toLowerCase(Locale.ROOT);
    }

    public static String capitalised(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** {@return a, b and c} */
    public static String list(List<String> items) {
        int last = items.size() - 1;
        return last < 1
                ? String.join("", items)
                : String.join(", ", items.subList(0, last)) + " and " + items.get(last);
    }

    /** {@return 1 event, 2 events} */
    public static String of(long count, String singular) {
        return count(count) + " " + singular + (count == 1 ? "" : "s");
    }
}
