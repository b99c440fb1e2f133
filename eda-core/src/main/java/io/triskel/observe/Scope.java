package io.triskel.observe;

/** Something that an observer opens around a handler's call, such as a current span; closed on the thread that opened it. */
@FunctionalInterface
public interface Scope extends AutoCloseable {
    /**
     * The handler failed; told before {@link #close}, at most once.
     *
     * @param failure what the handler threw; its message may hold personal data
     */
    default void failed(Throwable failure) {}

    @Override
    void close();

    /** {@return a scope that does nothing} */
    static Scope none() {
        return () -> {};
    }
}
