package io.triskel.orders.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What the deployer chooses.
 *
 * @param standard its value if the deployer says nothing; empty if the deployer must
 * @param laptop a value in place of the standard one
 * @param secret present and true if it must not be printed or stored in the clear; a secret has no value here
 */
public record Parameter(
        @Described("What it is, for the person who chooses.")
        String meaning,

        @JsonProperty("default")
        @Described(
                "Its value if the deployer says nothing. Without one the deployer must give it; some are known"
                        + " only when a part is deployed: `lookupBase` is the address of the HTTP function, so that one comes first.")
        Optional<JsonNode> standard,

        @Described("In place of the default where one machine runs all of the cloud.")
        Optional<JsonNode> laptop,

        @Described(value = "A regular expression that the whole value matches.", pattern = "")
        Optional<String> pattern,

        @Described(
                value = "It must not be printed or stored in the clear. A secret has no value here, ever.",
                only = "true")
        Optional<Boolean> secret) {
    /** Jackson reads a value that is missing as JSON's null. */
    public Parameter {
        standard = standard.filter(value -> !value.isNull());
        laptop = laptop.filter(value -> !value.isNull());
    }
}
