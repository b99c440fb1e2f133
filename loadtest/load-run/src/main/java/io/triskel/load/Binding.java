package io.triskel.load;

/**
 * A target as contracts and measurements see it: its declarations, and ports to use.
 *
 * <p>Open it once for many uses; what it started ends when it is closed.
 */
public interface Binding extends AutoCloseable {
    /** {@return the target's name, as on the command line} */
    String name();

    /** {@return where the target runs, which every figure states} */
    Environment environment();

    /** {@return the target's declarations} */
    Declarations declarations();

    /**
     * {@return ports for this caller only} On the service itself, ports create nothing: the caller gets ports on what was deployed for
     * tests. Only ids keep users apart there, so ids must never repeat.
     */
    TestPorts fresh();

    @Override
    void close();
}
