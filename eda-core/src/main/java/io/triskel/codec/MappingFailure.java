package io.triskel.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.triskel.event.PortException;
import io.triskel.event.PortException.Fault;
import io.triskel.personal.SubjectForgottenException;

/** Converts Jackson's exceptions into a reason with a path; exceptions that are not about the data are rethrown. */
final class MappingFailure {
    private MappingFailure() {}

    /**
     * Unwraps and rethrows an exception of the key store, an exception with a reason, or an error of the package or the
     * machine.
     */
    static void rethrowKnown(Throwable failure) {
        Throwable at = failure;
        for (int depth = 0; at != null && depth < 20; depth++, at = at.getCause()) {
            if (at instanceof PortException port) {
                throw port;
            }
            if (at instanceof LinkageError broken) {
                throw broken;
            }
            if (at instanceof Error fatal && Fault.of(fatal) == Fault.MACHINE) {
                throw fatal;
            }
            if (at instanceof InvalidEventException invalid) {
                throw invalid;
            }
            if (at instanceof SubjectForgottenException forgotten) {
                throw forgotten;
            }
        }
    }

    /** {@return the path in the data and the reason} */
    static String reason(Throwable failure) {
        String path = failure instanceof JsonMappingException mapping ? path(mapping) : "";
        Throwable root = failure;
        while (root instanceof JsonMappingException && root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        if (root instanceof StackOverflowError) {
            return "it is nested too deeply for the stack";
        }
        String message = root instanceof JsonProcessingException json ? json.getOriginalMessage() : root.getMessage();
        String said = message == null ? root.getClass().getSimpleName() : message;
        return path.isEmpty() ? said : "at " + path + ": " + said;
    }

    private static String path(JsonMappingException failure) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : failure.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.length() == 0 ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }
}
