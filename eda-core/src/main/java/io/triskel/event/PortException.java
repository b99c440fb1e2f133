package io.triskel.event;

/**
 * A port could not do its work, or does not know whether it did. The core turns this exception into a verdict or a report
 * entry, so that it never hides the outcome of the rest of a batch.
 */
public class PortException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what happened, what was expected and what to do.
     *
     * @param message for people
     */
    public PortException(String message) {
        super(message);
    }

    /**
     * As above, with the failure behind it.
     *
     * @param message for people
     * @param cause the exception of the port's own client
     */
    public PortException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whose fault a failure is. One rule for handlers, sagas, projections, upcasters, policies and observers alike. */
    @ForAdapters
    public enum Fault {
        /**
         * The event's, or its handler's: the handler fails again with the same event. Exceptions, and errors such as
         * {@link AssertionError} and {@link StackOverflowError}, which a body that is nested too deeply can cause.
         */
        EVENT,

        /** A port's, which says so with a {@link PortException}: the event is not at fault. */
        PORT,

        /** The package's: a {@link LinkageError}, as of a missing class. Every event fails until another package is deployed. */
        PACKAGE,

        /** The machine's: another {@link VirtualMachineError}, such as {@link OutOfMemoryError}. No state is reliable after it. */
        MACHINE;

        /** Causes may form a circle. */
        private static final int MOST_CAUSES = 32;

        /** {@return whose fault this is; failures of port and package are recognised in other exceptions, too} */
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
