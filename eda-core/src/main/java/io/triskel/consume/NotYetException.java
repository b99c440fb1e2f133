package io.triskel.consume;

import io.triskel.event.ForAdapters;

/**
 * A handler throws this if something that the event needs is missing, such as the version that it announces. The event is
 * tried again, and no attempt is counted.
 */
public class NotYetException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what the event waits for
     */
    public NotYetException(String message) {
        super(message);
    }

    /**
     * Makes an exception with its cause.
     *
     * @param message what the event waits for
     * @param cause the failure that showed it
     */
    public NotYetException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * The event must wait, but later events of its lane must not, because it may be waiting for one of them. It is parked
     * alone, without an attempt, and tried again after the consumer's replay delay, then after growing pauses of up to 15
     * minutes. A consumer without a parking lot tries it again in place.
     */
    @ForAdapters
    public static final class SetAside extends NotYetException {
        private static final long serialVersionUID = 1L;

        /**
         * Makes an exception.
         *
         * @param message what the event waits for
         */
        public SetAside(String message) {
            super(message);
        }
    }
}
