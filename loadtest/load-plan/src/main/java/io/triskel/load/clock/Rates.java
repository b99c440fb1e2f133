package io.triskel.load.clock;

/** The rates at which a clock may gain on ours, in nanoseconds a nanosecond; empty if the least is above the most. */
record Rates(double least, double most) {
    /**
     * A clock that gains or loses faster is not adjusted but set: NTP_MAXFREQ, to which ntpd and the kernels that follow it clamp a correction
     * of the frequency.
     */
    private static final double MOST = 500e-6;

    static final Rates ANY = new Rates(-MOST, MOST);
    private static final Rates NONE = new Rates(MOST, -MOST);

    /** {@return the rates at which a line can pass below the first bound and above the second} */
    Rates between(Side high, Side low) {
        if (!high.isNoted() || !low.isNoted()) {
            return this;
        }
        // Readings are whole nanoseconds.
        double rise = high.offset() - low.offset() + 1;
        double time = high.theirs() - low.theirs();
        if (time > 0) {
            return new Rates(least, Math.min(most, rise / time));
        }
        if (time < 0) {
            return new Rates(Math.max(least, rise / time), most);
        }
        return rise < 0 ? NONE : this;
    }

    boolean isEmpty() {
        return least > most;
    }

    /** {@return by how much a line would have to jump to keep both bounds; not above 0 if one can} */
    static double jump(Side high, Side low) {
        return low.offset() - high.offset() - MOST * Math.abs(low.theirs() - high.theirs());
    }
}
