package io.triskel.orders.run;

/** Work is left that cannot be done; the message describes, over several lines, which work waits for what. */
public final class StuckException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    StuckException(String message) {
        super(message);
    }
}
