package io.triskel.load.orders;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of an order of a load test.
 *
 * @param run tells the orders of a run from those of all others
 * @param customer its number
 * @param number of the order among the customer's, from 0
 */
record OrderId(long run, int customer, int number) {
    private static final int RADIX = 36;
    private static final Pattern TEXT = Pattern.compile("load-([0-9a-z]{1,13})-([0-9a-z]{1,6})-([0-9a-z]{1,6})");

    /** {@return the order that an id names; empty if it is not an order of a load test} */
    static Optional<OrderId> of(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new OrderId(
                    Long.parseLong(parts.group(1), RADIX),
                    Integer.parseInt(parts.group(2), RADIX),
                    Integer.parseInt(parts.group(3), RADIX)));
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    String text() {
        return "load-" + Long.toString(run, RADIX) + "-" + Integer.toString(customer, RADIX) + "-"
                + Integer.toString(number, RADIX);
    }
}
