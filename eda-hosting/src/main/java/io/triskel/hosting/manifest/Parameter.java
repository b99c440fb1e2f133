package io.triskel.hosting.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A choice of the deployer.
 *
 * @param standard its value unless the deployer sets one; empty if the deployer must
 * @param laptop a value that replaces the standard one
 * @param secret present and true if it must not be printed or stored in the clear; a secret has no value here
 */
public record Parameter(
        @Described("The meaning, for the person who chooses.")
        String meaning,

        @JsonProperty("default")
        @Described("The value unless the deployer sets one. Without a default the deployer must set it; some values are"
                + " known only once a part is deployed: `lookupBase` is the address of the HTTP function, which is"
                + " deployed first.")
        Optional<JsonNode> standard,

        @Described("Replaces the default if one machine runs the whole cloud.")
        Optional<JsonNode> laptop,

        @Described(value = "A regular expression that the whole value matches.", pattern = "")
        Optional<String> pattern,

        @Described(
                value = "It must not be printed or stored in the clear. A secret never has a value here.",
                only = "true")
        Optional<Boolean> secret) {
    /** Jackson reads a value that is missing as JSON's null. */
    public Parameter {
        standard = standard.filter(value -> !value.isNull());
        laptop = laptop.filter(value -> !value.isNull());
    }
}
