package io.triskel.local.aws.states;

/** An error of a state, under the name that retriers and catchers know. */
final class StateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String error;

    StateException(String error, String cause) {
        super(cause);
        this.error = error;
    }

    String error() {
        return error;
    }

    String cause() {
        return String.valueOf(getMessage());
    }
}
