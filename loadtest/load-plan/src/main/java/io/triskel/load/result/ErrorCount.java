package io.triskel.load.result;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How often sending failed with this class of error and this code of the provider. */
public record ErrorCount(@JsonProperty(required = true) String cause, String code, long count) {}
