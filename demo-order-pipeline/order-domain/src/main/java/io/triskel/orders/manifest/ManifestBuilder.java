package io.triskel.orders.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.orders.pipeline.Style;

/** Writes a {@link Manifest}: parameters and parts, in the order in which they are given. */
public final class ManifestBuilder {
    private final ObjectNode document = JsonNodeFactory.instance.objectNode();
    private final ObjectNode parameters;

    /**
     * Begins.
     *
     * @param cloud whose package it is
     * @param style who leads an order through the services
     */
    public ManifestBuilder(String cloud, Style style) {
        document.put(Manifest.VERSION_FIELD, Manifest.VERSION)
                .put(Manifest.CLOUD, cloud)
                .put(Manifest.STYLE, style.text());
        parameters = document.putObject(Manifest.PARAMETERS);
    }

    /** {@return where a parameter's value is to stand} */
    public static String placeholder(String parameter) {
        return "${" + parameter + "}";
    }

    /** Declares what the deployer must say. */
    public ManifestBuilder required(String parameter, String meaning) {
        declare(parameter, meaning);
        return this;
    }

    /** Declares what the deployer must say, and nobody may print or store in the clear. */
    public ManifestBuilder secret(String parameter, String meaning) {
        declare(parameter, meaning).put("secret", true);
        return this;
    }

    /** Declares what the deployer may say otherwise. */
    public ManifestBuilder optional(String parameter, String meaning, String otherwise) {
        declare(parameter, meaning).put(Manifest.DEFAULT, otherwise);
        return this;
    }

    /** Declares what the deployer may say otherwise. */
    public ManifestBuilder optional(String parameter, String meaning, int otherwise) {
        declare(parameter, meaning).put(Manifest.DEFAULT, otherwise);
        return this;
    }

    /** Declares what the deployer may say otherwise, and what fits a laptop that runs all of the cloud. */
    public ManifestBuilder optional(String parameter, String meaning, int otherwise, int laptop) {
        declare(parameter, meaning).put(Manifest.DEFAULT, otherwise).put(Manifest.LAPTOP, laptop);
        return this;
    }

    private ObjectNode declare(String parameter, String meaning) {
        return parameters.putObject(parameter).put("meaning", meaning);
    }

    /** Adds what is to be created. */
    public ManifestBuilder part(String name, JsonNode part) {
        document.set(name, part);
        return this;
    }

    /** Adds one word on what is to be created. */
    public ManifestBuilder part(String name, String text) {
        document.put(name, text);
        return this;
    }

    /** {@return the manifest} */
    public Manifest build() {
        return Manifest.of(document.deepCopy());
    }
}
