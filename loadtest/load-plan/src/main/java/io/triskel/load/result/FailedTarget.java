package io.triskel.load.result;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A target that died before it could write a result.
 *
 * @param failed why
 */
public record FailedTarget(
        int schema,
        @JsonProperty(required = true) String target,
        @JsonProperty(required = true) String failed) {}
