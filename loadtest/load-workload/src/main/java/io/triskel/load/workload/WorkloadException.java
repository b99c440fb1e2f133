package io.triskel.load.workload;

/** A workload, or a trace, cannot be read. The message is for people: file, line, what was found, what was expected. */
public final class WorkloadException extends RuntimeException {
    WorkloadException(String message) {
        super(message);
    }

    WorkloadException(String message, Throwable cause) {
        super(message, cause);
    }
}
