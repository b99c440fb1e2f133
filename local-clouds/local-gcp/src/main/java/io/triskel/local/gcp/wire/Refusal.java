package io.triskel.local.gcp.wire;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** The error answers of a service, as gRPC statuses. */
public final class Refusal {
    private Refusal() {}

    public static StatusRuntimeException notFound(String resource) {
        return of(Status.NOT_FOUND, "Resource not found (resource=" + resource + ").");
    }

    public static StatusRuntimeException alreadyExists(String resource) {
        return of(Status.ALREADY_EXISTS, "Resource already exists in the project (resource=" + resource + ").");
    }

    public static StatusRuntimeException invalid(String message) {
        return of(Status.INVALID_ARGUMENT, message);
    }

    public static StatusRuntimeException failedPrecondition(String message) {
        return of(Status.FAILED_PRECONDITION, message);
    }

    public static StatusRuntimeException exhausted(String message) {
        return of(Status.RESOURCE_EXHAUSTED, message);
    }

    public static StatusRuntimeException unimplemented(String what) {
        return of(Status.UNIMPLEMENTED, "Not emulated here: " + what);
    }

    /** Rejects an argument unless the condition holds. */
    public static void unless(boolean condition, String message) {
        if (!condition) {
            throw invalid(message);
        }
    }

    private static StatusRuntimeException of(Status status, String message) {
        return status.withDescription(message).asRuntimeException();
    }
}
