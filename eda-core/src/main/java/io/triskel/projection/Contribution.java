package io.triskel.projection;

import java.util.Map;

/**
 * What one stream adds to a total across streams, such as an order's share of a product's revenue.
 *
 * @param total the total's name, such as the product's id, 1 to 128 characters
 * @param amounts by measure, such as {@code revenue} in cents and {@code units}; no personal data
 */
public record Contribution(String total, Map<String, Long> amounts) {
    public Contribution {
        if (total.isBlank() || total.length() > 128) {
            throw new IllegalArgumentException(
                    "A total's name has 1 to 128 characters, this one has " + total.length());
        }
        amounts = Map.copyOf(amounts);
    }
}
