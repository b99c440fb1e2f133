package io.triskel.load.size;

import io.triskel.load.size.plan.Range;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * How amounts are shown.
 *
 * @param perDollar what a US dollar is worth
 */
record Currency(String code, double perDollar) {
    static final Currency DOLLAR = new Currency("USD", 1);

    private static final MathContext DIGITS = new MathContext(3, RoundingMode.HALF_UP);

    /** {@return such as 0.0223 or 1,234, without the currency's name} */
    String show(double dollars) {
        double amount = dollars * perDollar;
        if (!Double.isFinite(amount)) {
            return "-";
        }
        if (amount >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", amount);
        }
        if (amount >= 100 || amount == 0) {
            return String.format(Locale.ROOT, "%.0f", amount);
        }
        BigDecimal rounded = BigDecimal.valueOf(amount).round(DIGITS);
        int zeros = DIGITS.getPrecision() - rounded.precision();
        return rounded.setScale(Math.max(0, rounded.scale() + zeros), RoundingMode.UNNECESSARY)
                .toPlainString();
    }

    /** {@return the likely figure, followed by the bounds if they differ} */
    String show(Range dollars) {
        return dollars.isExact()
                ? show(dollars.likely())
                : show(dollars.likely()) + " (" + show(dollars.low()) + " to " + show(dollars.high()) + ")";
    }
}
