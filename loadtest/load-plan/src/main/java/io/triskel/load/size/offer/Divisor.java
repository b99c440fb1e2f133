package io.triskel.load.size.offer;

/** What a quantity of bytes is divided by to get the unit of the price. */
public enum Divisor {
    NONE(1),
    GB(1e9),
    GIB(1L << 30),
    TIB(1L << 40);

    private final double by;

    Divisor(double by) {
        this.by = by;
    }

    public double by() {
        return by;
    }

    @Override
    public String toString() {
        return Words.of(this);
    }
}
