package io.triskel.orders.run;

/** Work is left that cannot be done; the message says in words, over several lines, what waits for what. */
public final class StuckException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    StuckException(String message) {
        super(message);
    }
}
