package io.triskel.load.clock;

import java.util.stream.LongStream;

/** The bounds of one window on one side: the tightest, and how far off the loosest is. Offsets are theirs less ours. */
final class Side {
    /** As many are written for each. */
    static final int NUMBERS = 5;

    /** 1 if these bounds are from above, and -1 if from below. */
    private final int sign;

    private boolean noted;
    private long theirs;
    private long ours;
    private long loosest;
    private long first;
    private long last;

    Side(int sign) {
        this.sign = sign;
    }

    /** {@return the side that {@link #numbers} wrote from this place on} */
    static Side ofNumbers(int sign, long[] numbers, int at) {
        Side side = new Side(sign);
        side.note(numbers[at], numbers[at + 1]);
        side.loosest = numbers[at + 2];
        side.first = numbers[at + 3];
        side.last = numbers[at + 4];
        return side;
    }

    /** {@return all that is noted, with times later by a shift} */
    LongStream numbers(long shift) {
        return LongStream.of(theirs + shift, ours + shift, loosest, first + shift, last + shift);
    }

    void note(long theirReading, long ourReading) {
        long offset = theirReading - ourReading;
        if (!noted || sign * (offset - offset()) < 0) {
            theirs = theirReading;
            ours = ourReading;
        }
        loosest = !noted || sign * (offset - loosest) > 0 ? offset : loosest;
        first = noted ? Math.min(first, theirReading) : theirReading;
        last = noted ? Math.max(last, theirReading) : theirReading;
        noted = true;
    }

    void absorb(Side other) {
        if (other.noted) {
            note(other.theirs, other.ours);
            loosest = sign * (other.loosest - loosest) > 0 ? other.loosest : loosest;
            first = Math.min(first, other.first);
            last = Math.max(last, other.last);
        }
    }

    Side copy() {
        Side copy = new Side(sign);
        copy.absorb(this);
        return copy;
    }

    /** {@return the same messages by the other clock: a bound from above is one from below, and its time is what was ours} */
    Side reversed() {
        Side reversed = new Side(-sign);
        if (noted) {
            reversed.note(ours, theirs);
            reversed.loosest = -loosest;
            reversed.first = first - offset();
            reversed.last = last - offset();
        }
        return reversed;
    }

    boolean isNoted() {
        return noted;
    }

    /** {@return when the tightest bound holds, by the other clock} */
    long theirs() {
        return theirs;
    }

    long ours() {
        return ours;
    }

    long offset() {
        return theirs - ours;
    }

    long loosest() {
        return loosest;
    }

    /** {@return the earliest reading of the other clock in this window} */
    long first() {
        return first;
    }

    long last() {
        return last;
    }
}
