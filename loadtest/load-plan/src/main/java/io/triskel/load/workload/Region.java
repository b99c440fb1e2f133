package io.triskel.load.workload;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where the services stand, as far as prices and quotas differ by it. */
public enum Region {
    @JsonProperty("us")
    US,
    @JsonProperty("eu")
    EU
}
