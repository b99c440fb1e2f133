package io.triskel.load.workload;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where the services run, as far as prices and quotas depend on it. */
public enum Region {
    @JsonProperty("us")
    US,
    @JsonProperty("eu")
    EU
}
