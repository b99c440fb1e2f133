package io.triskel.benchmarks.ratio;

/** A figure that is read from samples and compared. */
public enum RatioMeasure {
    /** How many events a second; more is better. */
    THROUGHPUT("events/s", true),
    /** Processor time of this JVM per event, at a cold start that of the function's JVM; less is better. */
    CPU("CPU us/event", false),
    /** How long one event took; less is better. */
    TIME("ms", false);

    private final String unit;
    private final boolean moreIsBetter;

    RatioMeasure(String unit, boolean moreIsBetter) {
        this.unit = unit;
        this.moreIsBetter = moreIsBetter;
    }

    /** {@return what its figures are counted in} */
    public String unit() {
        return unit;
    }

    double of(Sample sample) {
        return switch (this) {
            case THROUGHPUT -> sample.perSecond();
            case CPU -> sample.cpuMicrosEach();
            case TIME -> sample.millisEach();
        };
    }

    boolean reaches(double ratio, double goal) {
        return moreIsBetter ? ratio >= goal : ratio <= goal;
    }

    String goalText(double goal) {
        return (moreIsBetter ? ">= " : "<= ") + Medians.ratio(goal);
    }
}
