package io.triskel.benchmarks.ratio;

/**
 * One of the two ways of doing the same work.
 *
 * @param name short
 * @param description what it does and what it does not, exactly
 * @param work does it once
 */
public record Side(String name, String description, Work work) {

    /** Does a fixed amount of work and measures it; what it prepares and clears away is outside of its sample. */
    @FunctionalInterface
    public interface Work {
        /**
         * Does the work.
         *
         * @throws Exception if it could not be done; there is no comparison then
         */
        Sample run() throws Exception;
    }
}
