package io.triskel.observe;

/** What an observer opened around a piece of work, such as a span made current; closed on the thread that opened it. */
@FunctionalInterface
public interface Scope extends AutoCloseable {
    @Override
    void close();

    /** {@return a scope that does nothing} */
    static Scope none() {
        return () -> {};
    }
}
