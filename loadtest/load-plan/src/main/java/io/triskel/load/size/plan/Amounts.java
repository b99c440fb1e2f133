package io.triskel.load.size.plan;

/** Whole units, and the sizes that providers count in. */
public final class Amounts {
    public static final double KIB = 1024;
    public static final double MIB = 1 << 20;
    public static final double GIB = 1 << 30;
    public static final double TIB = GIB * 1024;
    public static final double MB = 1e6;
    public static final double SECONDS_AN_HOUR = 3600;
    public static final double HOURS_A_MONTH = 730;

    private Amounts() {}

    /** {@return rounded up, and at most the largest int} */
    public static int whole(double amount) {
        return (int) Math.min(Integer.MAX_VALUE, up(amount));
    }

    /** {@return rounded up to a whole number, ignoring an excess of a billionth} */
    public static double up(double amount) {
        double nearest = Math.rint(amount);
        return Math.abs(amount - nearest) <= 1e-9 * Math.max(1, Math.abs(amount)) ? nearest : Math.ceil(amount);
    }
}
