package io.triskel.codec;

import static java.time.temporal.ChronoField.MINUTE_OF_DAY;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Formats and parses CloudEvents timestamps. Java's methods do not fit: {@link OffsetDateTime#toString()} omits zero
 * seconds, and {@link OffsetDateTime#parse} accepts years and offsets outside RFC 3339.
 */
final class Rfc3339 {
    /** Java holds nine digits of a second; a 'Z' follows them. */
    private static final int LONGEST_EXACT = "2026-01-31T08:15:30.123456789Z".length();

    /** The largest offset in Java, in hours; RFC 3339 allows 23:59. */
    private static final int MOST_HOURS = 18;

    private static final int LAST_MINUTE = 23 * 60 + 59;

    private Rfc3339() {}

    /** Formats a moment, with the shortest sufficient fraction of 0, 3, 6 or 9 digits. */
    static String format(String attribute, OffsetDateTime time) {
        int offsetSeconds = time.getOffset().getTotalSeconds();
        if (time.getYear() < 0 || time.getYear() > 9999 || offsetSeconds % 60 != 0) {
            throw new InvalidEventException(
                    attribute, "RFC 3339 has years 0000 to 9999 and offsets in whole minutes, this is " + time);
        }
        StringBuilder text = new StringBuilder(35);
        four(text, time.getYear());
        two(text.append('-'), time.getMonthValue());
        two(text.append('-'), time.getDayOfMonth());
        two(text.append('T'), time.getHour());
        two(text.append(':'), time.getMinute());
        two(text.append(':'), time.getSecond());
        fraction(text, time.getNano());
        if (offsetSeconds == 0) {
            return text.append('Z').toString();
        }
        int minutes = Math.abs(offsetSeconds) / 60;
        two(text.append(offsetSeconds < 0 ? '-' : '+'), minutes / 60);
        two(text.append(':'), minutes % 60);
        return text.toString();
    }

    private static void four(StringBuilder text, int number) {
        two(text, number / 100);
        two(text, number % 100);
    }

    private static void two(StringBuilder text, int number) {
        text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    private static void fraction(StringBuilder text, int nanos) {
        if (nanos != 0) {
            text.append('.');
            int digits = nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : 9;
            int divisor = 100_000_000;
            for (int i = 0; i < digits; i++, divisor /= 10) {
                text.append((char) ('0' + nanos / divisor % 10));
            }
        }
    }

    /** Whether {@link OffsetDateTime} can hold a valid timestamp exactly, so that its text need not be kept. */
    static boolean isExact(String text) {
        int end = text.length();
        if (text.charAt(17) == '6') {
            return false;
        }
        if ((text.charAt(end - 1) | 0x20) == 'z') {
            return end <= LONGEST_EXACT;
        }
        int hours = 10 * (text.charAt(end - 5) - '0') + text.charAt(end - 4) - '0';
        return end <= LONGEST_EXACT + 5
                && (hours < MOST_HOURS || text.endsWith("18:00"))
                && (hours > 0 || !text.endsWith("-00:00"));
    }

    /** Parses a moment with its offset, or the nearest moment that Java can hold. */
    static OffsetDateTime parse(String attribute, String text) {
        int end = text.length();
        if (end < 19
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || (text.charAt(10) | 0x20) != 't'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':') {
            throw invalid(attribute, text, "it does not have that form");
        }
        int second = number(attribute, text, 17, 19);
        int at = 19;
        int nanos = 0;
        if (at < end && text.charAt(at) == '.') {
            int from = ++at;
            while (at < end && isDigit(text.charAt(at))) {
                at++;
            }
            nanos = nanos(attribute, text, from, at);
        }
        boolean leap = second == 60;
        try {
            LocalDateTime local = LocalDateTime.of(
                    number(attribute, text, 0, 4),
                    number(attribute, text, 5, 7),
                    number(attribute, text, 8, 10),
                    number(attribute, text, 11, 13),
                    number(attribute, text, 14, 16),
                    leap ? 59 : second,
                    leap ? 999_999_999 : nanos);
            OffsetDateTime moment = at(local, minutes(attribute, text, at));
            if (leap && moment.withOffsetSameInstant(ZoneOffset.UTC).get(MINUTE_OF_DAY) != LAST_MINUTE) {
                throw invalid(attribute, text, "a leap second is the last of a day in UTC");
            }
            return moment;
        } catch (DateTimeException impossible) {
            throw invalid(attribute, text, String.valueOf(impossible.getMessage()));
        }
    }

    private static OffsetDateTime at(LocalDateTime local, int minutes) {
        return Math.abs(minutes) <= MOST_HOURS * 60
                ? OffsetDateTime.of(local, ZoneOffset.ofTotalSeconds(minutes * 60))
                : OffsetDateTime.of(local.minusMinutes(minutes), ZoneOffset.UTC);
    }

    private static int nanos(String attribute, String text, int from, int to) {
        if (to == from) {
            throw invalid(attribute, text, "a fraction has 1 digit or more");
        }
        int nanos = number(attribute, text, from, Math.min(to, from + 9));
        for (int digits = to - from; digits < 9; digits++) {
            nanos *= 10;
        }
        return nanos;
    }

    private static int minutes(String attribute, String text, int at) {
        int left = text.length() - at;
        if (left == 1 && (text.charAt(at) | 0x20) == 'z') {
            return 0;
        }
        boolean signed = left == 6 && (text.charAt(at) == '+' || text.charAt(at) == '-') && text.charAt(at + 3) == ':';
        if (!signed) {
            throw invalid(attribute, text, "it does not end in Z or an offset such as +02:00");
        }
        int hours = number(attribute, text, at + 1, at + 3);
        int minutes = number(attribute, text, at + 4, at + 6);
        if (hours > 23 || minutes > 59) {
            throw invalid(attribute, text, "an offset has hours up to 23 and minutes up to 59");
        }
        int offset = hours * 60 + minutes;
        return text.charAt(at) == '-' ? -offset : offset;
    }

    private static int number(String attribute, String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(text.charAt(i))) {
                throw invalid(attribute, text, "'" + text.charAt(i) + "' is where a digit should be");
            }
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static InvalidEventException invalid(String attribute, String text, String why) {
        return new InvalidEventException(
                attribute,
                "it is a timestamp such as 2026-01-31T08:15:30.5+02:00 (RFC 3339), '" + text + "' is not: " + why);
    }
}
