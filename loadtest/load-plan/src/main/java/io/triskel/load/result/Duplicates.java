package io.triskel.load.result;

/**
 * Events that came more than once.
 *
 * @param producer because the producer got no answer and sent them again
 * @param redelivered for any other reason
 */
public record Duplicates(long producer, long redelivered) {
    static final Duplicates NONE = new Duplicates(0, 0);

    /** {@return all of them} */
    public long all() {
        return producer + redelivered;
    }

    Duplicates plus(Duplicates other) {
        return new Duplicates(producer + other.producer, redelivered + other.redelivered);
    }
}
