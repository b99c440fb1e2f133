package io.triskel.load.workload;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;

/** An amount of US dollars, the currency of all three providers' price lists. */
public record Money(@JsonProperty("usd") BigDecimal dollars) {
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);

    public Money {
        if (dollars.signum() < 0 || dollars.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "A budget must be 0 to 1,000,000 USD, not " + dollars.toPlainString() + " USD");
        }
        dollars = dollars.stripTrailingZeros();
    }
}
