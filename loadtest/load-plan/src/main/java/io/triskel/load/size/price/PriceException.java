package io.triskel.load.size.price;

/** A price file cannot be read. The message is for people. */
public final class PriceException extends RuntimeException {
    PriceException(String message) {
        super(message);
    }

    PriceException(String message, Throwable cause) {
        super(message, cause);
    }
}
