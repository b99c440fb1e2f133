package io.triskel.event;

/**
 * A port failed, or does not know whether it succeeded. The core turns this exception into a verdict or a report entry, so
 * it never hides the outcome of the rest of a batch.
 */
public class PortException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what happened, what was expected and what to do
     */
    public PortException(String message) {
        super(message);
    }

    /**
     * Makes an exception with its cause.
     *
     * @param message what happened, what was expected and what to do
     * @param cause the exception of the port's own client
     */
    public PortException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The origin of a failure. Handlers, sagas, projections, upcasters, policies and observers all use this rule. */
    @ForAdapters
    public enum Fault {
        /**
         * The event or its handler: the handler would fail again with the same event. Exceptions, and errors such as
         * {@link AssertionError} and {@link StackOverflowError}, which a deeply nested body can cause.
         */
        EVENT,

        /** A port, which throws a {@link PortException}: the event is not at fault. */
        PORT,

        /**
         * The package: a {@link LinkageError}, such as a missing class. Every event fails until another package is
         * deployed.
         */
        PACKAGE,

        /**
         * The machine: another {@link VirtualMachineError}, such as {@link OutOfMemoryError}. No state is reliable after
         * it.
         */
        MACHINE;

        /** Causes may form a circle. */
        private static final int MOST_CAUSES = 32;

        /** {@return the origin of this failure; port and package failures are recognised among the causes too} */
        public static Fault of(Throwable failure) {
            if (failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError)) {
                return MACHINE;
            }
            Throwable cause = failure;
            for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
                if (cause instanceof PortException) {
                    return PORT;
                }
                if (cause instanceof LinkageError) {
                    return PACKAGE;
                }
                cause = cause.getCause();
            }
            return EVENT;
        }
    }
}
