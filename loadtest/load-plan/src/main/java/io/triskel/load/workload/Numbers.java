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

    /** {@return a share such as 2%, as exact as it was stated: a rounded one may seem to keep a limit that it exceeds} */
    static String percent(double share) {
        return Double.isFinite(share)
                ? plain(BigDecimal.valueOf(share).movePointRight(2).doubleValue()) + "%"
                : String.valueOf(share);
    }

    /** {@return a computed share such as 33.3%, with three significant digits} */
    static String roundedPercent(double share) {
        MathContext digits = new MathContext(3, RoundingMode.HALF_UP);
        return plain(BigDecimal.valueOf(share).movePointRight(2).round(digits).doubleValue()) + "%";
    }
}
