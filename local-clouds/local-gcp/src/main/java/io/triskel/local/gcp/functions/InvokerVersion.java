package io.triskel.local.gcp.functions;

/** The versions of Google's invoker in which functions can run. */
public enum InvokerVersion {
    /** The newest one, 2.0.0, which a function's own build includes. */
    NEWEST("java-function-invoker.jar"),
    /** 1.4.1, which Google's builder adds to a prebuilt jar (buildpacks, {@code cmd/java/functions_framework}). */
    OF_THE_BUILDER("java-function-invoker-1.4.1.jar");

    private final String jar;

    InvokerVersion(String jar) {
        this.jar = jar;
    }

    String jar() {
        return jar;
    }
}
