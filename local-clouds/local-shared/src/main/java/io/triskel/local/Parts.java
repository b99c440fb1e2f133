package io.triskel.local;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import java.util.function.Supplier;

/** Starts the parts of a local cloud one after another, and ends them in reverse order. */
public final class Parts implements AutoCloseable {
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final String whole;

    /** @param whole the name of the whole, as in "A part of the local cloud did not end well" */
    public Parts(String whole) {
        this.whole = whole;
    }

    /** {@return an object made with a part that was just started; if making it fails, the part is ended} */
    public static <P extends AutoCloseable, T> T over(P started, Function<P, T> making) {
        Parts parts = new Parts("the local cloud");
        P part = parts.start(() -> started);
        try {
            return making.apply(part);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /** Starts the next part; if that fails, all started parts are ended. */
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

    /** Ends all parts, even if some fail to end. */
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
