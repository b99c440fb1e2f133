package io.triskel.load.workload;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as people write them. */
final class Numbers {
    private Numbers() {}

    /** {@return without an exponent, and without a point where the number is whole} */
    static String plain(double number) {
        if (!Double.isFinite(number)) {
            return String.valueOf(number);
        }
        BigDecimal exact = BigDecimal.valueOf(number);
        return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
    }

    /** {@return a share such as 2%, with three significant digits} */
    static String percent(double share) {
        if (!Double.isFinite(share)) {
            return String.valueOf(share);
        }
        MathContext digits = new MathContext(3, RoundingMode.HALF_UP);
        return plain(BigDecimal.valueOf(share).movePointRight(2).round(digits).doubleValue()) + "%";
    }
}
