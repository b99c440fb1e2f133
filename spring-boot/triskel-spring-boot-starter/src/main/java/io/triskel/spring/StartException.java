package io.triskel.spring;

/** The application cannot start as it is configured; {@link StartFailureAnalyzer} prints what to do. */
final class StartException extends RuntimeException {
    private final String action;

    StartException(String description, String action) {
        super(description);
        this.action = action;
    }

    String action() {
        return action;
    }
}
