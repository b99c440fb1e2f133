package io.triskel.cli;

/** What is done when a signal ends this process: Ctrl-C, SIGTERM, or a terminal that goes away. */
final class StopHook implements AutoCloseable {
    private final Thread hook;
    private volatile boolean stopping;

    /** Does the work then, unless it is closed before. */
    StopHook(Runnable work) {
        hook = new Thread(
                () -> {
                    stopping = true;
                    work.run();
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** {@return whether that is under way: what fails meanwhile is nothing to complain about} */
    boolean isStopping() {
        return stopping;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stoppingAlready) {
            stopping = true;
        }
    }
}
