package io.triskel.load;

/**
 * A target as contracts and measurements see it: its declarations, and ports to use.
 *
 * <p>Open it once for many uses; what it started ends when it is closed.
 */
public interface Binding extends AutoCloseable {
    /** {@return the target's name, as on the command line} */
    String name();

    /** {@return where the target runs, which every figure says beside it} */
    Environment environment();

    /** {@return the target's declarations} */
    Declarations declarations();

    /**
     * {@return ports that nobody else uses} On the service itself, where ports create nothing, they are the ports on what was
     * deployed for tests: only ids keep users apart there, so ids must never repeat.
     */
    TestPorts fresh();

    @Override
    void close();
}
