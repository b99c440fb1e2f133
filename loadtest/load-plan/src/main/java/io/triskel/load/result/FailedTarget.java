package io.triskel.load.result;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A target that ended before it could write a result.
 *
 * @param failed why
 */
public record FailedTarget(
        int schema,
        @JsonProperty(required = true) String target,
        @JsonProperty(required = true) String failed) {
    /** The name of its file. */
    public static final String FILE = "failed.json";
}
