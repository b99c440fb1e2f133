package io.triskel.load;

/**
 * A target as contracts and measurements see it: what it declares of itself, and places in which to use its ports.
 *
 * <p>Open it once for many uses; what it started ends when it is closed.
 */
public interface Binding extends AutoCloseable {
    /** {@return the target's name, as on the command line} */
    String name();

    /** {@return whether this is the service itself; every figure says so beside it} */
    Environment environment();

    /** {@return what the target says of itself} */
    Declarations declarations();

    /**
     * {@return ports that nobody else uses} On the service itself, where ports create nothing, they are those that were
     * deployed for tests: there only ids keep users apart, so they must never repeat.
     */
    TestPorts fresh();

    @Override
    void close();
}
