package io.triskel.local;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** The parts of a local cloud, which are started one after another and ended the other way round. */
public final class Parts implements AutoCloseable {
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final String whole;

    /** @param whole what they are parts of, as in "A part of the local cloud did not end well" */
    public Parts(String whole) {
        this.whole = whole;
    }

    /** Starts the next one; if that fails all that were started are ended again. */
    public <T extends AutoCloseable> T start(Supplier<T> starter) {
        try {
            T part = starter.get();
            started.push(part);
            return part;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Ends all, whatever happens. */
    @Override
    public void close() {
        IllegalStateException problem = null;
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                problem = new IllegalStateException("A part of " + whole + " did not end well", e);
            }
        }
        if (problem != null) {
            throw problem;
        }
    }
}
