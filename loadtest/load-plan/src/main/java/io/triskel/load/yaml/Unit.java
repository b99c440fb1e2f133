package io.triskel.load.yaml;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with a unit, as people write them. Any other text, and a number that is too large, has no value. */
public enum Unit {
    RATE("a rate such as 1000/s (units: /s, /min, /h)", "/(s|min|h)"),
    DURATION("a time such as 1500ms (units: us, ms, s, min, h, d)", "(us|ms|s|min|h|d)"),
    SIZE("a size such as 1KiB (units: B, KB, MB, GB of 1000, KiB, MiB, GiB of 1024)", "(B|KB|MB|GB|KiB|MiB|GiB)"),
    SHARE("a share such as 2%, or a number from 0 to below 1", "%"),
    MONEY("an amount such as 5 USD", "USD");

    private static final Map<String, Double> PER_SECOND = Map.of("s", 1.0, "min", 60.0, "h", 3600.0);
    private static final Map<String, Long> NANOS = Map.of(
            "us",
            1_000L,
            "ms",
            1_000_000L,
            "s",
            1_000_000_000L,
            "min",
            60_000_000_000L,
            "h",
            3_600_000_000_000L,
            "d",
            86_400_000_000_000L);
    private static final Map<String, Long> BYTES = Map.of(
            "B",
            1L,
            "KB",
            1_000L,
            "MB",
            1_000_000L,
            "GB",
            1_000_000_000L,
            "KiB",
            1L << 10,
            "MiB",
            1L << 20,
            "GiB",
            1L << 30);

    private final String expected;
    private final Pattern pattern;
    private final Pattern withMoreDigits;

    Unit(String expected, String suffix) {
        this.expected = expected;
        this.pattern = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?) ?" + suffix);
        this.withMoreDigits = Pattern.compile("[0-9]+(?:\\.[0-9]+)? ?" + suffix);
    }

    /** {@return a description of a text of this unit, for people} */
    public String expected() {
        return expected;
    }

    /** {@return what a text of this unit matches as a whole} */
    public String pattern() {
        return pattern.pattern();
    }

    boolean matches(String text) {
        return pattern.matcher(text).matches();
    }

    boolean matchesWithMoreDigits(String text) {
        return withMoreDigits.matcher(text).matches();
    }

    static OptionalDouble rate(String text) {
        Matcher found = RATE.pattern.matcher(text);
        return found.matches()
                ? OptionalDouble.of(Double.parseDouble(found.group(1)) / PER_SECOND.getOrDefault(found.group(2), 1.0))
                : OptionalDouble.empty();
    }

    static Optional<Duration> duration(String text) {
        OptionalLong nanos = whole(DURATION.pattern.matcher(text), NANOS);
        return nanos.isPresent() ? Optional.of(Duration.ofNanos(nanos.getAsLong())) : Optional.empty();
    }

    static OptionalLong size(String text) {
        return whole(SIZE.pattern.matcher(text), BYTES);
    }

    static OptionalDouble percent(String text) {
        Matcher found = SHARE.pattern.matcher(text);
        return found.matches()
                ? OptionalDouble.of(
                        new BigDecimal(found.group(1)).movePointLeft(2).doubleValue())
                : OptionalDouble.empty();
    }

    static Optional<BigDecimal> dollars(String text) {
        Matcher found = MONEY.pattern.matcher(text);
        return found.matches() ? Optional.of(new BigDecimal(found.group(1))) : Optional.empty();
    }

    /** {@return nanoseconds or bytes; empty for a fraction of one, and for more than a long has} */
    private static OptionalLong whole(Matcher found, Map<String, Long> units) {
        if (!found.matches()) {
            return OptionalLong.empty();
        }
        BigDecimal value =
                new BigDecimal(found.group(1)).multiply(BigDecimal.valueOf(units.getOrDefault(found.group(2), 1L)));
        return value.stripTrailingZeros().scale() > 0 || value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                ? OptionalLong.empty()
                : OptionalLong.of(value.longValueExact());
    }
}
