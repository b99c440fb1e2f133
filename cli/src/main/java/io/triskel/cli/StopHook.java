package io.triskel.cli;

import java.util.concurrent.locks.LockSupport;

/** Work that is done when a signal ends this process: Ctrl-C, SIGTERM, or a closed terminal. */
final class StopHook implements AutoCloseable {
    private final Thread hook;
    private volatile boolean stopping;

    /** Does the work at a signal, unless the hook is closed before. */
    StopHook(Runnable work) {
        hook = new Thread(
                () -> {
                    stopping = true;
                    work.run();
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** {@return whether a signal is ending this process: failures meanwhile are not reported} */
    boolean isStopping() {
        return stopping;
    }

    /**
     * Forgets the work. If a signal is ending this process already, this never returns: once all hooks have run,
     * {@link System#exit} with a code other than 0 halts at once, so a code of our own could replace the signal's.
     */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stoppingAlready) {
            stopping = true;
            while (stopping) {
                LockSupport.park();
            }
        }
    }
}
