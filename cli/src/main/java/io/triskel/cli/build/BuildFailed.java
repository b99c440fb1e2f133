package io.triskel.cli.build;

/** A required module could not be built; the message is for people. */
public final class BuildFailed extends RuntimeException {
    BuildFailed(String message) {
        super(message);
    }

    BuildFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
