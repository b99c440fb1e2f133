package io.triskel.orders.input;

import io.triskel.hosting.http.Printable;

/** A line that the pipeline cannot act on; the message says why, for people. */
public final class BrokenLineException extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenLineException(String reason) {
        super(Printable.of(reason));
    }
}
