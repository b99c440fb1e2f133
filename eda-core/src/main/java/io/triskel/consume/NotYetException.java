package io.triskel.consume;

import io.triskel.event.ForAdapters;

/** Something that an event needs is not there yet, such as the version that it announces: try again, and count no attempt. */
public class NotYetException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Says what the event waits for.
     *
     * @param message for people
     */
    public NotYetException(String message) {
        super(message);
    }

    /**
     * As above, with the failure behind it.
     *
     * @param message for people
     * @param cause the failure that showed it
     */
    public NotYetException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * The event has to wait, and those behind it in its lane must not wait with it, since it may be them that it waits for. It
     * is parked in a lane of its own, without an attempt, and tried again after the consumer's replay delay, then after pauses
     * that grow with the time it has waited, to a quarter of an hour. A consumer without a parking lot tries it again in place.
     */
    @ForAdapters
    public static final class SetAside extends NotYetException {
        private static final long serialVersionUID = 1L;

        /**
         * Says what the event waits for.
         *
         * @param message for people
         */
        public SetAside(String message) {
            super(message);
        }
    }
}
