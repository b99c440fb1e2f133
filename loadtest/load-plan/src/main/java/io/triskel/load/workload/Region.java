package io.triskel.load.workload;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where the services run, for prices and quotas that depend on it. */
public enum Region {
    @JsonProperty("us")
    US,
    @JsonProperty("eu")
    EU
}
